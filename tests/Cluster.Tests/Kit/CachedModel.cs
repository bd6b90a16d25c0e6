using Tollama.Testing;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>
/// A model of the hub as a Hugging Face cache holds it, so that it can be pulled without any hub: the weights that come
/// with the product, and a notice so long that it takes a while to travel.
/// </summary>
internal sealed class CachedModel : IDisposable
{
    /// <summary>What it is called by.</summary>
    public const string Reference = "hf.co/acme/ttm";

    /// <summary>Bytes of the long file.</summary>
    private const long LongFile = 128L << 20;

    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tollama-hf-");

    public CachedModel()
    {
        var model = _folder.CreateSubdirectory("hub/models--acme--ttm");
        var snapshot = model.CreateSubdirectory($"snapshots/{Commit}");
        foreach (string file in Directory.EnumerateFiles(
            Path.Combine(RepositoryRoot.Path, "bundled", "ibm-granite", "granite-timeseries-ttm-r2")))
        {
            File.Copy(file, Path.Combine(snapshot.FullName, Path.GetFileName(file)));
        }

        using (var notice = File.Create(Path.Combine(snapshot.FullName, "NOTICE")))
        {
            notice.SetLength(LongFile);
        }

        File.WriteAllText(Path.Combine(model.CreateSubdirectory("refs").FullName, "main"), Commit);
    }

    /// <summary>What a pull names as its <c>hf_home</c>.</summary>
    public string Home => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
