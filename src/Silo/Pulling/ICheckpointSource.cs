using Tollama.Silo.Hub;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Pulling;

/// <summary>Where the files of a checkpoint come from: the hub, a Hugging Face cache, a folder.</summary>
internal interface ICheckpointSource : IDisposable
{
    /// <summary>Which commit it is, and which files it has.</summary>
    Task<HubRepository> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Bytes that bringing the file here will add to the disk.</summary>
    long EstimateBytes(HubRepository repository, HubFile file);

    /// <summary>Brings one file into the blob store, verified.</summary>
    /// <param name="repository">The commit.</param>
    /// <param name="file">One of its files.</param>
    /// <param name="report">Told how many bytes of the file are here; may go back.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<StoredFile> FetchAsync(
        HubRepository repository, HubFile file, Action<long> report, CancellationToken cancellationToken);
}
