using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tollama.Actors.Abstractions;
using Tollama.Core.Errors;
using Tollama.Core.Metering;
using Tollama.Gateway.Metering;
using Tollama.Gateway.Tests.Fixtures;
using Tollama.Testing;

namespace Tollama.Gateway.Tests.Metering;

public sealed class UsageMeterTests
{
    [Fact]
    public async Task Gives_a_batch_whose_answer_was_lost_again_under_its_name_and_what_came_since_under_another()
    {
        var store = new ForgetfulStore();
        await using var server = await GatewayServer.StartAsync(
            GatewayServer.NewHome(), new Dictionary<string, string>(), services =>
                services.AddSingleton<IUsageStore>(store));
        using var meter = new UsageMeter(
            server.Services.GetRequiredService<IGrainFactory>(), TimeProvider.System, NullLogger<UsageMeter>.Instance);
        meter.Add("k_1", 1, 1);
        meter.Add("k_1", 1, 2);

        await Assert.ThrowsAsync<TollamaException>(() => meter.FindAsync("k_1"));
        meter.Add("k_1", 1, 4);
        await meter.FindAsync("k_1");
        await meter.FindAsync("k_1");

        Assert.Equal([(2, 3), (2, 3), (1, 4)], store.Given.Select(batch => (batch.Requests, batch.Series)));
        Assert.Equal(store.Given[0].Name, store.Given[1].Name);
        Assert.NotEqual(store.Given[0].Name, store.Given[2].Name);
    }

    [Fact]
    public async Task Says_once_that_a_store_takes_nothing_not_with_every_attempt()
    {
        var store = new BrokenStore();
        var log = new CountingLogger();
        var time = new ManualTimeProvider();
        await using var server = await GatewayServer.StartAsync(
            GatewayServer.NewHome(), new Dictionary<string, string>(), services =>
                services.AddSingleton<IUsageStore>(store));
        using var meter = new UsageMeter(server.Services.GetRequiredService<IGrainFactory>(), time, log);
        await meter.StartAsync(default);
        meter.Add("k_1", 1, 1);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (store.Attempts < 3)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, patience.Token); // it may not wait for the next tick yet
        }

        await meter.StopAsync(default);
        Assert.Equal(1, log.Count);
    }

    private sealed class CountingLogger : ILogger<UsageMeter>
    {
        private int _count;

        public int Count => _count;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => Interlocked.Increment(ref _count);
    }

    private sealed class BrokenStore : IUsageStore
    {
        private int _attempts;

        public int Attempts => Volatile.Read(ref _attempts);

        public Task AddAsync(string batch, IReadOnlyList<UsageDelta> deltas)
        {
            Interlocked.Increment(ref _attempts);
            throw new TollamaException(ErrorCode.Unavailable, "The disk is gone.");
        }

        public Task<UsageRow?> FindAsync(string keyId) => Task.FromResult<UsageRow?>(null);
    }

    /// <summary>Takes everything and does not say so the first time.</summary>
    private sealed class ForgetfulStore : IUsageStore
    {
        public List<(string Name, long Requests, long Series)> Given { get; } = [];

        public Task AddAsync(string batch, IReadOnlyList<UsageDelta> deltas)
        {
            var delta = Assert.Single(deltas);
            Given.Add((batch, delta.Requests, delta.Series));
            return Given.Count == 1
                ? throw new TollamaException(ErrorCode.Unavailable, "The answer is lost.")
                : Task.CompletedTask;
        }

        public Task<UsageRow?> FindAsync(string keyId) => Task.FromResult<UsageRow?>(null);
    }
}
