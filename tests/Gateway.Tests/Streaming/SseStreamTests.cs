using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tollama.Gateway.Streaming;
using Tollama.Testing;

namespace Tollama.Gateway.Tests.Streaming;

public sealed class SseStreamTests
{
    private const string KeepAlive = ": keepalive\n\n";

    private readonly MemoryStream _sent = new();
    private readonly ManualTimeProvider _time = new();
    private readonly SseStream _stream;

    public SseStreamTests() => _stream = new SseStream(new DefaultHttpContext { Response = { Body = _sent } });

    private string Sent => Encoding.UTF8.GetString(_sent.ToArray());

    [Fact]
    public async Task Long_work_is_bridged_by_comments()
    {
        var work = new TaskCompletionSource<int>();
        var waiting = _stream.AwaitAsync(work.Task, TimeSpan.FromSeconds(5), _time, CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(6));
        while (Sent != KeepAlive)
        {
            await Task.Delay(1);
        }

        work.SetResult(7);

        Assert.Equal(7, await waiting);
        Assert.Equal(KeepAlive, Sent);
    }

    [Fact]
    public async Task Work_that_itself_runs_out_of_time_is_a_fault()
    {
        var waiting = _stream.AwaitAsync(
            Task.FromException<int>(new TimeoutException("the work's own")),
            TimeSpan.FromSeconds(5),
            _time,
            CancellationToken.None);

        Assert.Equal("the work's own", (await Assert.ThrowsAsync<TimeoutException>(() => waiting)).Message);
        Assert.Empty(Sent);
    }

    [Fact]
    public async Task An_event_is_one_block_with_its_id()
    {
        await _stream.WriteAsync("done", new JsonObject { ["b"] = "line\nbreak", ["a"] = 1 }, "id1");

        Assert.Equal("id: id1\nevent: done\ndata: {\"a\":1,\"b\":\"line\\nbreak\"}\n\n", Sent);
    }
}
