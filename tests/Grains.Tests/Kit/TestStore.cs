using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Tollama.Core.Catalog;

namespace Tollama.Grains.Tests.Kit;

/// <summary>A store whose pulls a test steers.</summary>
internal sealed class TestStore : IModelStore
{
    public Channel<PullEvent> Steps { get; private set; } = Channel.CreateUnbounded<PullEvent>();

    public int Pulls { get; private set; }

    public bool IsAbandoned { get; private set; }

    public List<string> Removed { get; } = [];

    public void Reset()
    {
        Steps = Channel.CreateUnbounded<PullEvent>();
        IsAbandoned = false;
    }

    public IReadOnlyList<RegistryEntry> Registry() => [];

    public RegistryEntry? FindInRegistry(string model) => null;

    public IReadOnlyList<ModelManifest> Installed() => [];

    public ModelManifest? Find(string model) => new()
    {
        Name = model,
        Family = "toy",
        Source = new ModelSource("builtin", model, "main"),
        Licence = new ModelLicence { Type = "apache-2.0" },
    };

    public string? AcceptedBy(string model) => null;

    public ModelManifest Register(string model, bool acceptLicence) => Find(model)!;

    public void Remove(string model) => Removed.Add(model);

    public async IAsyncEnumerable<PullEvent> PullAsync(
        PullRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Pulls++;
        try
        {
            await foreach (var step in Steps.Reader.ReadAllAsync(cancellationToken))
            {
                yield return step;
            }
        }
        finally
        {
            IsAbandoned = cancellationToken.IsCancellationRequested;
        }
    }
}
