namespace Tollama.Testing;

/// <summary>Finds files of the checkout from a test's output folder.</summary>
public static class RepositoryRoot
{
    /// <summary>Absolute path of the folder that holds Tollama.sln.</summary>
    public static string Path { get; } = Find();

    /// <summary>The shared folder beside the checkout (goldens, fixtures in full), or null in a bare clone.</summary>
    public static string? Shared
    {
        get
        {
            string folder = System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, "..", "shared"));
            return Directory.Exists(System.IO.Path.Combine(folder, "goldens")) ? folder : null;
        }
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Tollama.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Tollama.sln not found above the test folder.");
    }
}
