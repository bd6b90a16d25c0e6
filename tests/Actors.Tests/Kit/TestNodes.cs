using Tollama.Actors.Abstractions;
using Tollama.Actors.Membership;
using Tollama.Testing;

namespace Tollama.Actors.Tests.Kit;

/// <summary>Members over one table and one clock. After every step no dead member may think that it serves.</summary>
internal sealed class TestNodes
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly List<TestNode> _nodes = [];

    public TestNodes() => Table = new TestTable(Time);

    public MembershipOptions Options { get; } = new() { LongestOutage = TimeSpan.FromSeconds(30) };

    public ManualTimeProvider Time { get; } = new();

    public TestTable Table { get; }

    public TestNode this[SiloAddress address] => _nodes.Single(node => node.Name == address.Endpoint);

    public async Task<TestNode> AddAsync(string name)
    {
        var node = new TestNode(this, name, Options);
        _nodes.Add(node);
        await node.JoinAsync();
        return node;
    }

    /// <summary>Lets time pass, a little at a time, until something is so.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> RunUntilAsync(Func<bool> isSo, TimeSpan patience)
    {
        var began = Time.GetUtcNow();
        while (!isSo())
        {
            Assert.True(Time.GetUtcNow() - began < patience, $"It was not so within {patience}.");
            await StepAsync();
        }

        return Time.GetUtcNow() - began;
    }

    /// <summary>Lets time pass.</summary>
    public async Task RunAsync(TimeSpan span)
    {
        for (var left = span; left > TimeSpan.Zero; left -= Tick)
        {
            await StepAsync();
        }
    }

    private async Task StepAsync()
    {
        Time.Advance(Tick);
        foreach (var node in _nodes)
        {
            await node.StepAsync();
            Assert.All(_nodes, each => Assert.False(each.IsDead && each.Agent.MayServe, $"{each.Name} serves on."));
        }

        await Task.Delay(1); // what waited for the clock goes on on other threads
    }
}
