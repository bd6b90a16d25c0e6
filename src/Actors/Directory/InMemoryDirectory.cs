using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Directory;

/// <summary>The directory of an embedded silo: whoever is here is the only one.</summary>
internal sealed class InMemoryDirectory : IGrainDirectory
{
    public Task<GrainAddress?> RegisterAsync(GrainAddress address, CancellationToken cancellationToken) =>
        Task.FromResult<GrainAddress?>(address);

    public Task UnregisterAsync(GrainAddress address, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<GrainAddress?> LookupAsync(GrainId grainId, CancellationToken cancellationToken) =>
        Task.FromResult<GrainAddress?>(null);
}
