namespace Tollama.Cluster.Tests.Kit;

/// <summary>
/// A database and the members of a cluster, each on a machine of its own as far as the network is concerned.
/// </summary>
public sealed class SeparateMachines : IAsyncLifetime
{
    private const string Database = "db";

    private readonly PostgresServer _postgres;

    public SeparateMachines() => _postgres = new PostgresServer
    {
        Address = Network.AddressOf(Database),
        Launcher = Network.LauncherOf(Database),
    };

    /// <summary>The database's machine.</summary>
    internal static string DatabaseMachine => Database;

    internal Network Network { get; } = new(Database, "one", "two", ServiceUnderLoad.Gateway);

    public async Task InitializeAsync()
    {
        await Network.BuildAsync();
        if (Network.Missing is null)
        {
            await _postgres.InitializeAsync();
        }
    }

    /// <summary>Starts a service on them; skips the test where they cannot be had.</summary>
    internal async Task<ServiceUnderLoad> StartServiceAsync(TimeSpan? lease = null)
    {
        Skip.If(Network.Missing is not null, $"This test needs {Network.Missing}.");
        await Network.HealAsync();
        return await ServiceUnderLoad.StartAsync(await _postgres.CreateDatabaseAsync(), Network, lease);
    }

    public async Task DisposeAsync()
    {
        if (Network.Missing is null)
        {
            await _postgres.DisposeAsync();
        }

        await Network.DisposeAsync();
    }
}
