using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tollama.Gateway.Events;
using Tollama.Testing;

namespace Tollama.Gateway.Tests.Events;

public sealed class EventBusTests
{
    private static readonly IReadOnlySet<string> Everything = new HashSet<string>();

    private readonly EventBus _bus = new(new ManualTimeProvider());

    [Fact]
    public async Task Listeners_hear_their_own_key_and_the_names_they_asked_for()
    {
        using var mine = _bus.Subscribe("me", new HashSet<string> { "b" });
        using var other = _bus.Subscribe("you", Everything);

        _bus.Publish("me", "a", () => []);
        _bus.Publish("me", "b", () => []);
        _bus.Publish("you", "c", () => []);

        Assert.Equal("b", (await mine.ReadAsync(CancellationToken.None)).Name);
        Assert.Equal("c", (await other.ReadAsync(CancellationToken.None)).Name);
    }

    [Fact]
    public async Task A_slow_listener_loses_the_oldest_events()
    {
        using var slow = _bus.Subscribe("me", Everything);
        for (int i = 0; i < 300; i++)
        {
            string name = i.ToString(CultureInfo.InvariantCulture);
            _bus.Publish("me", name, () => []);
        }

        Assert.Equal("44", (await slow.ReadAsync(CancellationToken.None)).Name);
    }

    [Fact]
    public async Task Large_events_push_older_ones_out_but_never_themselves()
    {
        using var slow = _bus.Subscribe("me", Everything);
        string large = new('x', 10 * 1024 * 1024);
        foreach (string name in new[] { "first", "second" })
        {
            _bus.Publish("me", name, () => new JsonObject { ["text"] = large });
        }

        Assert.Equal("second", (await slow.ReadAsync(CancellationToken.None)).Name);
    }

    [Fact]
    public async Task Nothing_more_comes_after_what_fell_out()
    {
        using var slow = _bus.Subscribe("me", Everything);
        string large = new('x', 20 * 1024 * 1024);
        _bus.Publish("me", "small", () => []);
        _bus.Publish("me", "large", () => new JsonObject { ["text"] = large });
        await slow.ReadAsync(CancellationToken.None);

        var next = slow.ReadAsync(CancellationToken.None);
        Assert.False(next.IsCompleted);
        _bus.Publish("me", "later", () => []);

        Assert.Equal("later", (await next).Name);
    }

    [Fact]
    public async Task Data_have_their_keys_sorted_and_no_nulls()
    {
        using var listener = _bus.Subscribe("me", Everything);

        _bus.Publish("me", "a", () => new JsonObject { ["z"] = 1, ["n"] = null, ["b"] = 2.0 });

        Assert.Equal(
            "{\"b\":2.0,\"z\":1}",
            Encoding.UTF8.GetString((await listener.ReadAsync(CancellationToken.None)).Data.Span));
    }

    [Fact]
    public void Data_are_made_only_for_listeners()
    {
        _bus.Publish("me", "a", () => throw new InvalidOperationException("nobody listens"));
        using (_bus.Subscribe("me", Everything))
        {
            // it stops listening at once
        }

        _bus.Publish("me", "a", () => throw new InvalidOperationException("nobody listens"));
    }
}
