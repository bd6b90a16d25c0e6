using Tollama.Actors.Membership;
using Tollama.Cluster.Tests.Kit;
using Tollama.Core.Errors;

namespace Tollama.Cluster.Tests.Silos;

[Collection(PostgresGroup.Name)]
public sealed class CallTests(PostgresServer postgres)
{
    [SkippableFact]
    public async Task Every_member_reaches_the_one_activation_of_a_grain()
    {
        await using var cluster = await StartAsync();

        for (int key = 0; key < 20; key++)
        {
            var answers = await Task.WhenAll(cluster.Members.SelectMany(member => Enumerable.Range(0, 4).Select(
                _ => member.GetGrain<ICounterGrain>($"k{key}").AddAsync(1))));
            Assert.Single(answers.Select(answer => answer.Silo).Distinct());
            Assert.Equal(Enumerable.Range(1, 12), answers.Select(answer => answer.Count).Order());
            Assert.Equal(1, cluster.History.Activations($"k{key}"));
        }
    }

    [SkippableFact]
    public async Task Spreads_grains_over_silos_and_none_over_gateways()
    {
        await using var cluster = await StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(
            key => cluster["gate"].GetGrain<ICounterGrain>($"k{key}").AddAsync(1)));

        Assert.Equal(["one", "two"], answers.Select(answer => answer.Silo).Distinct().Order());
    }

    [SkippableFact]
    public async Task Carries_numbers_bit_for_bit()
    {
        await using var cluster = await StartAsync();
        double[] numbers =
        [
            .. Enumerable.Range(0, 100_000).Select(i => Math.Sin(i) / i),
            double.MaxValue,
            double.Epsilon,
            -0.0,
        ];

        foreach (int key in Enumerable.Range(0, 4))
        {
            double[] back = await cluster["gate"].GetGrain<ICounterGrain>($"k{key}").EchoAsync(numbers);
            Assert.Equal(numbers.Select(BitConverter.DoubleToInt64Bits), back.Select(BitConverter.DoubleToInt64Bits));
        }
    }

    [SkippableFact]
    public async Task Gives_the_caller_the_fault_with_code_and_retry_time()
    {
        await using var cluster = await StartAsync();

        var fault = await Assert.ThrowsAsync<TollamaException>(
            () => cluster["gate"].GetGrain<ICounterGrain>("a").FailAsync("no, thanks"));

        Assert.Equal(
            (ErrorCode.Conflict, "no, thanks", TimeSpan.FromSeconds(3)), (fault.Code, fault.Message, fault.RetryAfter));
    }

    [SkippableFact]
    public async Task Cancels_the_work_at_the_other_end()
    {
        await using var cluster = await StartAsync();
        using var leaving = new CancellationTokenSource();
        var grain = cluster["gate"].GetGrain<ICounterGrain>("a");
        string home = (await grain.AddAsync(0)).Silo;
        var call = grain.WaitAsync("never", leaving.Token);
        await cluster[home].Probe.WaitAsync("begun never");

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await cluster[home].Probe.WaitAsync("cancelled never");
    }

    [SkippableFact]
    public async Task Streams_items_and_ends_the_stream_when_the_reader_leaves()
    {
        await using var cluster = await StartAsync();
        var grain = cluster["gate"].GetGrain<ICounterGrain>("a");
        string home = (await grain.AddAsync(0)).Silo;
        var all = new List<int>();
        await foreach (int item in grain.CountUpAsync(1_000, CancellationToken.None))
        {
            all.Add(item);
        }

        Assert.Equal(Enumerable.Range(1, 1_000), all);
        await foreach (int item in grain.CountUpAsync(int.MaxValue, CancellationToken.None))
        {
            if (item == 10)
            {
                break;
            }
        }

        await cluster[home].Probe.WaitAsync("stream closed");
    }

    [SkippableFact]
    public async Task Refuses_a_member_with_another_secret()
    {
        await using var cluster = await StartAsync();
        var stranger = await cluster.AddAsync("stranger", SiloRole.Gateway, secret: "wrong");

        using var impatience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => stranger.GetGrain<ICounterGrain>("a").WaitAsync("x", impatience.Token));

        Assert.Equal(0, cluster.History.Activations("a"));
    }

    [SkippableFact]
    public async Task Keeps_state_across_silos()
    {
        await using var cluster = await StartAsync();
        var grain = cluster["gate"].GetGrain<ICounterGrain>("a");
        string home = (await grain.AddAsync(0)).Silo;
        Assert.Equal(3, await grain.StoreAsync(3));

        await cluster[home].StopAsync();

        Assert.Equal(7, await grain.StoreAsync(4));
        Assert.NotEqual(home, (await grain.AddAsync(0)).Silo);
    }

    [SkippableFact]
    public async Task Answers_every_call_once_while_its_silo_leaves()
    {
        await using var cluster = await StartAsync();
        var grain = cluster["gate"].GetGrain<ICounterGrain>("a");
        string home = (await grain.AddAsync(0)).Silo;
        using var leaving = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            int stored = 0;
            for (; !leaving.IsCancellationRequested; stored++)
            {
                await grain.StoreAsync(1);
            }

            return stored;
        })).ToArray();

        await cluster[home].StopAsync();
        await leaving.CancelAsync();

        int told = (await Task.WhenAll(callers)).Sum();
        Assert.Equal(told, await grain.StoreAsync(0));
    }

    private async Task<TestCluster> StartAsync()
    {
        var cluster = new TestCluster(await postgres.CreateDatabaseAsync());
        await cluster.AddAsync("one");
        await cluster.AddAsync("two");
        await cluster.AddAsync("gate", SiloRole.Gateway);
        await cluster.SettleAsync("one", "two");
        return cluster;
    }
}
