using System.Net;
using System.Net.Sockets;
using Tollama.Actors.Membership;
using Tollama.Actors.Transport;
using Tollama.Cluster.Tests.Kit;

namespace Tollama.Cluster.Tests.Silos;

/// <summary>What a silo does with peers that say nothing, or take nothing.</summary>
[Collection(PostgresGroup.Name)]
public sealed class TransportTests(PostgresServer postgres)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [SkippableFact]
    public async Task Gives_up_a_reader_that_takes_nothing_and_closes_what_it_read()
    {
        await using var cluster = await StartAsync(options => options with { SlowReader = Soon });
        var grain = cluster["gate"].GetGrain<ICounterGrain>("a");
        string home = (await grain.AddAsync(0)).Silo;

        await using var pour = grain.PourAsync(1 << 16, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await pour.MoveNextAsync()); // and no further step: the rest fills every buffer on the way

        await cluster[home].Probe.WaitAsync("pour closed");
        Assert.Equal(home, (await grain.AddAsync(1)).Silo); // the connection serves on
    }

    [SkippableFact]
    public async Task Closes_a_connection_whose_other_end_says_nothing()
    {
        await using var cluster = await StartAsync(options => options with { PingAfter = Soon });
        using var silent = new TcpClient();
        await silent.ConnectAsync(IPEndPoint.Parse(cluster["one"].Endpoint));
        var stream = silent.GetStream();
        byte[] emptySettings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
        await stream.WriteAsync((byte[])[.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. emptySettings]);

        using var patience = new CancellationTokenSource(Patience);
        byte[] ignored = new byte[1024];
        while (await stream.ReadAsync(ignored, patience.Token) > 0)
        {
            // What the silo asks is never answered.
        }
    }

    private async Task<TestCluster> StartAsync(Func<Http2Options, Http2Options> change)
    {
        var cluster = new TestCluster(await postgres.CreateDatabaseAsync()) { Transport = change };
        await cluster.AddAsync("one");
        await cluster.AddAsync("two");
        await cluster.AddAsync("gate", SiloRole.Gateway);
        await cluster.SettleAsync("one", "two");
        return cluster;
    }
}
