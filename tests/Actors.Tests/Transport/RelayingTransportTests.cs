using Microsoft.Extensions.Logging.Abstractions;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Tests.Kit;
using Tollama.Actors.Transport;
using Tollama.Actors.Wire;

namespace Tollama.Actors.Tests.Transport;

/// <summary>Three silos: <c>a</c> speaks, and has no direct way to <c>b</c>.</summary>
public sealed class RelayingTransportTests : IAsyncLifetime
{
    private static readonly byte[] Message = [1, 2, 3];

    private readonly TestNodes _nodes = new();
    private readonly FakeTransport _direct = new();
    private TestNode _a = null!;
    private SiloAddress _b = null!;
    private SiloAddress _c = null!;
    private RelayingTransport _transport = null!;
    private PeerFailure? _cut = PeerFailure.Unreachable;

    public async Task InitializeAsync()
    {
        _a = await _nodes.AddAsync("a");
        _b = (await _nodes.AddAsync("b")).Agent.Self!;
        _c = (await _nodes.AddAsync("c")).Agent.Self!;
        await _a.StepAsync(); // so that it knows the others
        _direct.Answer = (peer, message) =>
        {
            if (peer == _b && _cut is { } failure)
            {
                throw new PeerException(failure, "cut");
            }

            return FakeTransport.Frame(ReplyKind.Answer, answer => answer.WriteRaw(message.Span));
        };
        _transport = new RelayingTransport(
            _direct, _a.Agent, _a, _a.Options, _nodes.Time, NullLogger<RelayingTransport>.Instance);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Goes_straight_where_there_is_a_way()
    {
        _cut = null;

        Assert.Equal(Message, await ExchangeAsync());

        Assert.Equal([_b], _direct.Sent);
    }

    [Fact]
    public async Task Hands_a_message_that_was_certainly_not_received_to_another_silo_as_it_is()
    {
        AssertRelayed(await ExchangeAsync());
        Assert.Equal([_b, _c], _direct.Sent);

        AssertRelayed(await ExchangeAsync());
        Assert.Equal([_b, _c, _c], _direct.Sent); // the direct way is not tried first again
    }

    [Fact]
    public async Task Sends_nothing_twice_that_may_have_been_received_and_goes_round_from_then_on()
    {
        _cut = PeerFailure.Lost;

        var lost = await Assert.ThrowsAsync<PeerException>(ExchangeAsync);

        Assert.Equal(PeerFailure.Lost, lost.Failure);
        Assert.Equal([_b], _direct.Sent);
        AssertRelayed(await ExchangeAsync());
    }

    [Fact]
    public async Task Says_that_nobody_listens_where_nobody_does()
    {
        _cut = PeerFailure.Refused;

        var refused = await Assert.ThrowsAsync<PeerException>(ExchangeAsync);

        Assert.Equal(PeerFailure.Refused, refused.Failure);
        Assert.Equal([_b], _direct.Sent);
    }

    [Fact]
    public async Task Fails_as_the_direct_way_does_when_nobody_has_one()
    {
        var answer = _direct.Answer;
        _direct.Answer = (peer, message) => peer == _c ? FakeTransport.Frame(ReplyKind.NoWay) : answer(peer, message);

        for (int tries = 0; tries < 2; tries++)
        {
            var fault = await Assert.ThrowsAsync<PeerException>(ExchangeAsync);
            Assert.Equal((PeerFailure.Unreachable, "cut"), (fault.Failure, fault.Message));
        }
    }

    [Fact]
    public async Task Does_not_repeat_what_a_relay_may_have_brought_there()
    {
        var answer = _direct.Answer;
        _direct.Answer = (peer, message) =>
            peer == _c ? throw new PeerException(PeerFailure.Lost, "the relay went") : answer(peer, message);

        var lost = await Assert.ThrowsAsync<PeerException>(ExchangeAsync);

        Assert.Equal((PeerFailure.Lost, "the relay went"), (lost.Failure, lost.Message));
    }

    [Fact]
    public async Task Goes_straight_again_when_the_direct_way_is_clear()
    {
        await ExchangeAsync();
        _cut = null;

        for (int tries = 0; tries < 1_000 && _direct.Sent[^1] == _c; tries++)
        {
            _nodes.Time.Advance(_a.Options.RequestTimeout);
            await ExchangeAsync(); // looks at the direct way beside it
            await Task.Delay(5);
        }

        Assert.Equal(_b, _direct.Sent[^1]);
    }

    [Fact]
    public async Task Brings_streams_round_too_and_lets_go_of_them()
    {
        var kinds = new List<ReplyKind>();
        await foreach (var frame in _transport.StreamAsync(_b, Message, CancellationToken.None))
        {
            kinds.Add((ReplyKind)frame.Body.Span[0]);
            frame.Dispose();
        }

        Assert.Equal([ReplyKind.Answer, ReplyKind.End], kinds);
        Assert.Equal([_b, _c], _direct.Sent);
        Assert.Equal(0, _direct.OpenStreams);
    }

    private async Task<byte[]> ExchangeAsync()
    {
        using var reply = await _transport.ExchangeAsync(_b, Message, CancellationToken.None);
        Assert.Equal((byte)ReplyKind.Answer, reply.Body.Span[0]);
        return reply.Body[1..].ToArray();
    }

    private void AssertRelayed(byte[] received)
    {
        var reader = new WireReader(received);
        Assert.Equal((MessageKind.Relay, _c.Generation), ((MessageKind)reader.ReadByte(), reader.ReadInt64()));
        Assert.Equal(_b, Messages.ReadSilo(reader));
        Assert.Equal(Message, reader.TakeRest().ToArray());
    }
}
