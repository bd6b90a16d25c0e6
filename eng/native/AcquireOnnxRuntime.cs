using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Fetches ONNX Runtime's shared library with the npm client and puts this platform's files into a folder. One at a
/// time, however many projects and builds ask. Never fails the build: everything that needs no engine works without.
/// </summary>
public sealed class AcquireOnnxRuntime : Task
{
    private const string Package = "onnxruntime-node";
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>Folder of package.json and package-lock.json.</summary>
    [Required]
    public string LockFolder { get; set; }

    /// <summary>Folder in which the npm client works.</summary>
    [Required]
    public string WorkFolder { get; set; }

    /// <summary>Platform, such as <c>linux-x64</c>.</summary>
    [Required]
    public string Rid { get; set; }

    /// <summary>Folder that receives the files.</summary>
    [Required]
    public string Target { get; set; }

    /// <summary>Written last; says that the folder is complete.</summary>
    [Required]
    public string Stamp { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        Directory.CreateDirectory(WorkFolder);
        using (FileStream gate = EnterAlone())
        {
            string lockFile = Path.Combine(LockFolder, "package-lock.json");
            if (gate == null || (File.Exists(Stamp) && File.GetLastWriteTimeUtc(Stamp) >= File.GetLastWriteTimeUtc(lockFile)))
            {
                return true;
            }

            File.Copy(Path.Combine(LockFolder, "package.json"), Path.Combine(WorkFolder, "package.json"), true);
            File.Copy(lockFile, Path.Combine(WorkFolder, "package-lock.json"), true);
            if (RunNpm())
            {
                CopyFiles();
            }
        }

        return true;
    }

    private FileStream EnterAlone()
    {
        string path = Path.Combine(WorkFolder, ".lock");
        for (Stopwatch waited = Stopwatch.StartNew(); waited.Elapsed < LongestWait; Thread.Sleep(200))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // Another build holds it; it does the work for us.
            }
        }

        Skip("another build has been fetching it for " + LongestWait.TotalMinutes + " minutes");
        return null;
    }

    private bool RunNpm()
    {
        bool isWindows = Path.DirectorySeparatorChar == '\\';
        const string Arguments = "ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error";
        ProcessStartInfo start = new ProcessStartInfo(isWindows ? "cmd.exe" : "npm", (isWindows ? "/d /c npm " : "") + Arguments)
        {
            WorkingDirectory = WorkFolder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string errors;
        int exitCode;
        try
        {
            using (Process npm = Process.Start(start))
            {
                npm.OutputDataReceived += (sender, line) => { };
                npm.BeginOutputReadLine();
                errors = npm.StandardError.ReadToEnd();
                npm.WaitForExit();
                exitCode = npm.ExitCode;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Skip("there is no npm client on the PATH");
            return false;
        }

        if (exitCode != 0)
        {
            Skip("'npm " + Arguments + "' ended with " + exitCode + ": " + errors.Trim());
        }

        return exitCode == 0;
    }

    private void CopyFiles()
    {
        string[] parts = Rid.Split('-');
        string platform = parts[0] == "osx" ? "darwin" : parts[0] == "win" ? "win32" : parts[0];
        string bin = Path.Combine(WorkFolder, "node_modules", Package, "bin");
        string source = Directory.Exists(bin)
            ? Directory.GetDirectories(bin, "napi-v*")
                .Select(folder => Path.Combine(folder, platform, parts[parts.Length - 1]))
                .FirstOrDefault(Directory.Exists)
            : null;
        if (source == null)
        {
            Skip("the package " + Package + " has no files for " + Rid);
            return;
        }

        if (Directory.Exists(Target))
        {
            Directory.Delete(Target, true);
        }

        Directory.CreateDirectory(Target);
        foreach (string file in Directory.GetFiles(source).Where(IsLibrary))
        {
            File.Copy(file, Path.Combine(Target, Path.GetFileName(file)));
        }

        Directory.Delete(Path.Combine(WorkFolder, "node_modules"), true);
        File.WriteAllText(Stamp, Package);
    }

    /// <summary>The add-on for Node is not ours; macOS has the library twice, once under its full version.</summary>
    private static bool IsLibrary(string path)
    {
        string name = Path.GetFileName(path);
        return !name.EndsWith(".node", StringComparison.Ordinal)
            && !(name.EndsWith(".dylib", StringComparison.Ordinal) && name.Count(c => c == '.') > 2);
    }

    private void Skip(string reason)
    {
        Log.LogMessage(
            MessageImportance.High,
            "tollama is built without its inference engine: {0}. 'tollama doctor' says how to add it.",
            reason);
    }
}
