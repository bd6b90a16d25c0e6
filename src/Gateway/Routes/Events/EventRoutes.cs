using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Tollama.Core.Errors;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Events;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Routes.Events;

/// <summary>The event bus as server-sent events.</summary>
internal sealed class EventRoutes(EventBus bus, TimeProvider time, IHostApplicationLifetime lifetime) : IRouteGroup
{
    private const double DefaultHeartbeatSeconds = 15;
    private const double LongestHeartbeatSeconds = 3600;

    /// <inheritdoc/>
    public string Name => "events";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("GET", "/api/events", ListenAsync)
        {
            Summary = "Events of the caller's own work, as they happen.",
            Query =
            [
                new("event", "string", "Name of an event to hear of.") { IsList = true },
                new("events", "string", "Names of events, separated by commas."),
                new("heartbeat", "number", "Seconds between comments that keep an idle connection open; default 15."),
                new("max_events", "integer", "Events after which the stream ends; endless when absent."),
            ],
            Response = "BusEvent",
            ContentType = SseStream.ContentType,
        },
    ];

    private async Task ListenAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var heartbeat = TimeSpan.FromSeconds(
            Number(query["heartbeat"], "heartbeat", LongestHeartbeatSeconds) ?? DefaultHeartbeatSeconds);
        double most =
            Number(query["max_events"], "max_events", int.MaxValue, mustBeInteger: true) ?? double.PositiveInfinity;
        var names = query["event"]
            .Concat(query["events"])
            .SelectMany(text =>
                (text ?? string.Empty).Split(
                    ',',
                    StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .ToHashSet(StringComparer.Ordinal);
        using var subscription = bus.Subscribe(context.Caller().KeyId, names);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            lifetime.ApplicationStopping);
        try
        {
            await SendAsync(subscription, new SseStream(context), heartbeat, most, end.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The daemon stops: the stream ends here, so that the drain does not wait for a listener.
        }
    }

    private async Task SendAsync(
        EventSubscription subscription,
        SseStream stream,
        TimeSpan heartbeat,
        double most,
        CancellationToken cancellationToken)
    {
        await stream.StartAsync();
        for (long sequence = 1; sequence <= most; sequence++)
        {
            var published = await stream.AwaitAsync(
                subscription.ReadAsync(cancellationToken), heartbeat, time, cancellationToken);
            long number = sequence;
            await stream.WriteAsync(published.Name, writer => WriteEnvelope(writer, published, number), published.Id);
        }
    }

    /// <summary>Keys in the order of their names, as in every event.</summary>
    private static void WriteEnvelope(Utf8JsonWriter writer, BusEvent published, long sequence)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("data");
        writer.WriteRawValue(published.Data.Span, skipInputValidation: true);
        writer.WriteString("event", published.Name);
        writer.WriteString("event_id", published.Id);
        writer.WriteNumber("sequence", sequence);
        writer.WriteString(
            "timestamp",
            published.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    private static double? Number(string? text, string name, double most, bool mustBeInteger = false)
    {
        if (text is null)
        {
            return null;
        }

        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        return isNumber && value > 0 && value <= most && (!mustBeInteger || double.IsInteger(value))
            ? value
            : throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"Query parameter {name} is '{text}'; it must be {(mustBeInteger ? "an integer" : "a number")} above "
                    + "zero."
            );
    }
}
