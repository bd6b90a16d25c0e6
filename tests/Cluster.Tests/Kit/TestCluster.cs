using Tollama.Actors.Membership;
using Tollama.Actors.Transport;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>Several members in one process over real PostgreSQL and real HTTP/2.</summary>
internal sealed class TestCluster(string database) : IAsyncDisposable
{
    private readonly List<TestMember> _members = [];

    /// <summary>Changes how members talk.</summary>
    public Func<Http2Options, Http2Options> Transport { get; init; } = static options => options;

    public ClusterHistory History { get; } = new();

    public IReadOnlyList<TestMember> Members => _members;

    public async Task<TestMember> AddAsync(string name, SiloRole role = SiloRole.Silo, string secret = "secret")
    {
        var member = new TestMember(database, name, role, secret, History, Transport);
        await member.StartAsync();
        _members.Add(member);
        return member;
    }

    public TestMember this[string name] => _members.Last(member => member.Name == name);

    /// <summary>Waits until every member sees exactly these silos as active.</summary>
    public async Task SettleAsync(params string[] silos)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (
            !_members.Where(member => member.IsRunning).All(member => member.ActiveSilos().SequenceEqual(silos.Order()))
        )
        {
            Assert.False(
                patience.IsCancellationRequested,
                "The members do not agree: "
                    + string.Join(
                        "; ",
                        _members.Select(member => $"{member.Name} sees {string.Join(',', member.ActiveSilos())}")));
            await Task.Delay(20, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members.AsEnumerable().Reverse())
        {
            await member.DisposeAsync();
        }
    }
}
