using Tollama.Core.Catalog;
using Tollama.Silo.Hub;
using Tollama.Silo.Pulling;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Tests.Storage;

/// <summary>A model store on an empty state folder.</summary>
internal sealed class StoreBench : IDisposable
{
    public StoreBench(Uri? hub = null, string? registry = null, TemporaryFolder? home = null, TimeSpan? stall = null)
    {
        Home = home ?? new TemporaryFolder();
        Options = new StoreOptions
        {
            Home = Home.FullPath,
            RegistryFile = registry,
            Account = "tester@bench",
            BundledCheckpoints = Home.At("bundled"),
            Hub = new HubOptions
            {
                Endpoint = hub ?? new Uri("http://127.0.0.1:9"),
                FirstDelay = TimeSpan.FromMilliseconds(5),
                LongestDelay = TimeSpan.FromMilliseconds(50),
                StallTimeout = stall ?? TimeSpan.FromSeconds(10),
            },
        };
        Store = Open();
    }

    public TemporaryFolder Home { get; }

    public StoreOptions Options { get; }

    /// <summary>Bytes that the disk claims to have left.</summary>
    public long FreeBytes { get; set; } = long.MaxValue;

    public ListLogger<ModelStore> Log { get; } = new();

    public ModelStore Store { get; }

    public static RegistryEntry BuiltIn(string name) => new()
    {
        Name = name,
        Family = "baseline",
        Source = new ModelSource("builtin", name, "builtin"),
        Licence = new ModelLicence { Type = "apache-2.0", Accepted = true },
        IsBuiltIn = true,
    };

    /// <summary>A second store on the same folder, as another process would have it.</summary>
    public ModelStore Open() =>
        new(
            Options,
            [BuiltIn("theta")],
            new PullSurroundings(new ConfigNamedFamilies(), TimeProvider.System, _ => FreeBytes),
            Log);

    public Task<List<PullEvent>> PullAsync(string model, bool acceptLicence = false) =>
        PullAsync(new PullRequest { Model = model, AcceptLicence = acceptLicence });

    public async Task<List<PullEvent>> PullAsync(PullRequest request, CancellationToken cancellationToken = default)
    {
        var events = new List<PullEvent>();
        await foreach (var happened in Store.PullAsync(request, cancellationToken))
        {
            events.Add(happened);
        }

        return events;
    }

    public void Dispose() => Home.Dispose();
}
