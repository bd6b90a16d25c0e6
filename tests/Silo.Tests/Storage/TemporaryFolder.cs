namespace Tollama.Silo.Tests.Storage;

/// <summary>An empty folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("tollama-silo-").FullName;

    public string At(params ReadOnlySpan<string> parts) => Path.Combine([FullPath, .. parts]);

    public string Write(string name, string content)
    {
        string path = At(name.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
