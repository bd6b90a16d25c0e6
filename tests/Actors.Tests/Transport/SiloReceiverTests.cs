using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;
using Tollama.Actors.Tests.Kit;
using Tollama.Actors.Transport;
using Tollama.Actors.Wire;

namespace Tollama.Actors.Tests.Transport;

public sealed class SiloReceiverTests
{
    [Fact]
    public async Task Tells_which_grains_a_silo_has_but_begins_no_call_while_its_lease_is_being_renewed()
    {
        await using var silo = new TestSilo();
        await silo.GetGrain<IProbeGrain>("a").DoNothingAsync();
        var had = new GrainId("probe", "a");
        var nodes = new TestNodes();
        var node = await nodes.AddAsync("one");
        var receiver = new SiloReceiver(
            node.Agent, silo.Catalog, new GrainTypeRegistry(), new FakeTransport(), tables: null, maxIncoming: 8);
        (node.IsCutFromTable, node.IsDeaf) = (true, true);
        await nodes.RunUntilAsync(() => !node.Agent.MayServe, patience: TimeSpan.FromSeconds(10));

        Assert.Equal(ReplyKind.Answer, await AskAsync(MessageKind.Locate, had));
        Assert.Equal(ReplyKind.Refused, await AskAsync(MessageKind.Locate, new GrainId("probe", "another")));
        Assert.Equal(ReplyKind.Refused, await AskAsync(MessageKind.Call, had));

        async Task<ReplyKind> AskAsync(MessageKind kind, GrainId about)
        {
            using var message = new WireWriter();
            Messages.WriteHeader(message, kind, node.Agent.Self!);
            Messages.WriteGrain(message, about);
            using var reply = new WireWriter();
            await receiver.HandleAsync(message.Written, reply, CancellationToken.None);
            return (ReplyKind)reply.Written.Span[0];
        }
    }
}
