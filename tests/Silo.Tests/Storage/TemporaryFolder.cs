namespace Tollama.Silo.Tests.Storage;

/// <summary>An empty folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly bool _isOwned;

    public TemporaryFolder() =>
        (FullPath, _isOwned) = (Directory.CreateTempSubdirectory("tollama-silo-").FullName, true);

    /// <summary>A folder that belongs to somebody else.</summary>
    public TemporaryFolder(string existing) => FullPath = existing;

    public string FullPath { get; }

    public string At(params ReadOnlySpan<string> parts) => Path.Combine([FullPath, .. parts]);

    public string Write(string name, string content)
    {
        string path = At(name.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose()
    {
        if (_isOwned)
        {
            Directory.Delete(FullPath, recursive: true);
        }
    }
}
