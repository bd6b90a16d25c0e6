using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Tollama.Onnx.Runtime;

/// <summary>Finds the native library: an explicit path, beside the binary, where the build put it.</summary>
internal static class NativeLibraryLocator
{
    /// <summary>What the user can do where there is no library.</summary>
    public const string Remedy =
        "Build with the npm client installed (the build fetches the library by itself), or set "
        + "TOLLAMA_ENGINE_LIBRARY to the path of ONNX Runtime's shared library, version 1.22 or later.";

    /// <summary>File names of the library on this system, in order of preference.</summary>
    public static ImmutableArray<string> FileNames { get; } =
        OperatingSystem.IsWindows() ? ["onnxruntime.dll"]
        : OperatingSystem.IsMacOS() ? ["libonnxruntime.1.dylib", "libonnxruntime.dylib"]
        : ["libonnxruntime.so.1", "libonnxruntime.so"];

    /// <summary>Identifier of this system as the build names its folders, such as <c>linux-x64</c>.</summary>
    public static string RuntimeId { get; } =
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
        + (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "-arm64" : "-x64");

    /// <summary>The library's path; null where there is none.</summary>
    /// <param name="explicitPath">A file or a folder that the user named; nothing else is tried then.</param>
    /// <param name="binaryFolder">Folder of the running binary.</param>
    public static string? Find(string? explicitPath, string binaryFolder)
    {
        if (explicitPath is not null)
        {
            return Directory.Exists(explicitPath) ? InFolder(explicitPath)
                : File.Exists(explicitPath) ? Path.GetFullPath(explicitPath)
                : null;
        }

        return InFolder(binaryFolder)
            ?? InFolder(Path.Combine(binaryFolder, "runtimes", RuntimeId, "native"))
            ?? InBuildTree(binaryFolder);
    }

    private static string? InBuildTree(string binaryFolder)
    {
        for (var folder = new DirectoryInfo(binaryFolder); folder is not null; folder = folder.Parent)
        {
            if (string.Equals(folder.Name, "artifacts", StringComparison.Ordinal))
            {
                return InFolder(Path.Combine(folder.FullName, "native", RuntimeId));
            }
        }

        return null;
    }

    private static string? InFolder(string folder) =>
        FileNames.Select(name => Path.GetFullPath(Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
