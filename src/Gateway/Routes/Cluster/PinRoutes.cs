using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tollama.Core.Errors;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Forecasting;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;
using Tollama.Grains.Contracts;
using Tollama.Grains.Placement;

namespace Tollama.Gateway.Routes.Cluster;

/// <summary>Where models may be, and which of them stay loaded.</summary>
internal sealed class PinRoutes(IGrainFactory grains, ModelDirectory models) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "cluster";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("GET", "/v1/pins", ListAsync) { Summary = "The pinned models and where they are.", Response = "Pins" },
        new("POST", "/v1/pins", PinAsync)
        {
            Summary = "Keeps a model loaded, and says on which devices it may be; loads and moves it at once.",
            Request = "PinRequest",
            Response = "Pin",
            Errors = [404, 409],
        },
        new("DELETE", "/v1/pins/{model}", UnpinAsync)
        {
            Summary = "Lets a model be anywhere again, and go when its time is up.",
            Response = "Unpinned",
            Errors = [404],
        },
    ];

    private async Task ListAsync(HttpContext context)
    {
        var pins = await grains.GetGrain<IPinsGrain>(GrainKeys.Pins).ListAsync();
        var silos = await SilosAsync(context);
        await JsonAnswer.SendAsync(context, new JsonObject
        {
            ["pins"] = new JsonArray([.. pins.Select(pin => PinDocuments.Pin(pin, silos))]),
        });
    }

    private async Task PinAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context, PinBodies.Read);
        var pin = Understand(body);
        var artifact = await models.FindAsync(body.Model);
        await grains.GetGrain<IModelGrain>(artifact.Name).PinAsync(artifact, pin, context.RequestAborted);
        await JsonAnswer.SendAsync(
            context, PinDocuments.Pin(new PinnedModel(artifact.Name, pin), await SilosAsync(context)));
    }

    private async Task UnpinAsync(HttpContext context)
    {
        string model = (string)context.GetRouteValue("model")!; // the pattern requires it
        string name = (await models.TryFindAsync(model))?.Artifact.Name ?? model; // it may be removed by now
        if (!await grains.GetGrain<IModelGrain>(name).UnpinAsync())
        {
            throw new TollamaException(
                ErrorCode.NotFound, $"Model '{model}' is not pinned; GET /v1/pins lists those that are.");
        }

        await JsonAnswer.SendAsync(context, new JsonObject { ["model"] = name, ["unpinned"] = true });
    }

    private Task<IReadOnlyList<SiloReport>> SilosAsync(HttpContext context) =>
        grains.GetGrain<IClusterGrain>(GrainKeys.Cluster).DescribeAsync(context.RequestAborted);

    /// <summary>Devices are named exactly where the mode needs them; something must be said.</summary>
    private static ModelPin Understand(PinBody body)
    {
        string mode = body.Mode ?? (body.Devices.Count > 0 ? "pin" : "auto");
        if ((mode == "auto") != (body.Devices.Count == 0))
        {
            throw new TollamaException(ErrorCode.InvalidRequest, mode == "auto"
                ? "Mode 'auto' names no devices; leave 'devices' out, or use 'pin' or 'prefer'."
                : $"Mode '{mode}' needs 'devices', for example [\"cuda:0\"].");
        }

        if (!body.Keep && body.Devices.Count + body.Avoid.Count == 0)
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest, "This says nothing: give 'devices', 'avoid', or 'keep': true.");
        }

        return new ModelPin
        {
            Mode = Enum.Parse<PinMode>(mode, ignoreCase: true),
            Devices = [.. body.Devices.Select(DeviceSelector.Checked)],
            Avoid = [.. body.Avoid.Select(DeviceSelector.Checked)],
            Keep = body.Keep,
        };
    }
}
