using Tollama.Actors.Abstractions;
using Tollama.Actors.Calls;
using Tollama.Actors.Tests.Kit;
using Tollama.Actors.Transport;
using Tollama.Actors.Wire;
using Tollama.Core.Errors;

namespace Tollama.Actors.Tests.Transport;

public sealed class RemoteStreamTests
{
    private readonly FakeTransport _transport = new();

    [Fact]
    public async Task Lets_go_of_the_request_when_the_grain_refuses_the_stream()
    {
        _transport.Answer = (_, _) => FakeTransport.Frame(
            ReplyKind.Fault,
            fault =>
            {
                fault.WriteInt32((int)ErrorCode.NotFound);
                fault.WriteString("no such thing");
                fault.WriteInt64(-1);
            });

        var refused = await Assert.ThrowsAsync<TollamaException>(() => Open().TryBeginAsync());

        Assert.Equal((ErrorCode.NotFound, "no such thing"), (refused.Code, refused.Message));
        Assert.Equal(0, _transport.OpenStreams);
    }

    [Fact]
    public async Task Lets_go_of_the_request_when_the_grain_is_elsewhere()
    {
        var elsewhere = new SiloAddress("elsewhere:1", 7);
        _transport.Answer = (_, _) => FakeTransport.Frame(
            ReplyKind.WrongSilo, answer => Messages.WriteSilo(answer, elsewhere));

        Assert.Equal(elsewhere, await Open().TryBeginAsync());

        Assert.Equal(0, _transport.OpenStreams);
    }

    [Fact]
    public async Task Keeps_the_request_until_the_stream_is_closed()
    {
        _transport.Answer = (_, _) => FakeTransport.Frame(ReplyKind.Answer, answer => answer.WriteInt32(5));
        var stream = Open();

        Assert.Null(await stream.TryBeginAsync());
        Assert.True(await stream.MoveNextAsync());
        Assert.Equal((5, 1), (stream.Current, _transport.OpenStreams));
        Assert.False(await stream.MoveNextAsync());

        await stream.CloseAsync();
        Assert.Equal(0, _transport.OpenStreams);
    }

    private RemoteStream<NumbersCall, int> Open() => new(
        _transport,
        new SiloAddress("here:1", 3),
        new GrainId("numbers", "a"),
        new NumbersCall(),
        CancellationToken.None,
        CancellationToken.None);

    private readonly struct NumbersCall : IGrainStreamCall<int>, IWireCall<NumbersCall, int>
    {
        public static GrainMethod Method { get; } = new("INumbers", "CountAsync", 0, Interleaves: true);

        public static NumbersCall ReadArguments(WireReader reader, CancellationToken cancellationToken) => default;

        public static void WriteResult(WireWriter writer, int result) => writer.WriteInt32(result);

        public static int ReadResult(WireReader reader) => reader.ReadInt32();

        public IAsyncEnumerable<int> Invoke(object grain) => throw new NotSupportedException("It runs elsewhere.");

        public void WriteArguments(WireWriter writer) => writer.WriteByte(0);
    }
}
