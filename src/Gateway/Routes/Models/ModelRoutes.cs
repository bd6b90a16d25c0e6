using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tollama.Core.Catalog;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Forecasting;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Routes.Models;

/// <summary>Showing, registering and removing one model.</summary>
internal sealed class ModelRoutes(IGrainFactory grains, ModelDirectory models) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "models";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("POST", "/api/show", ShowAsync)
        {
            Summary = "One installed model.", Request = "ModelName", Response = "ModelShown", Errors = [404],
        },
        new("POST", "/v1/models/pull", RegisterAsync)
        {
            Summary = "Registers a model without fetching its weights.",
            Request = "RegisterRequest",
            Response = "Manifest",
            Errors = [404, 409],
        },
        new("DELETE", "/api/delete", DeleteAsync)
        {
            Summary = "Unloads and removes a model.", Request = "ModelName", Response = "Deleted", Errors = [404],
        },
        new("DELETE", "/v1/models/{name}", RemoveAsync)
        {
            Summary = "Unloads and removes a model.", Response = "Removed", Errors = [404],
        },
    ];

    private ICatalogGrain Catalog => grains.GetGrain<ICatalogGrain>(GrainKeys.Catalog);

    private async Task ShowAsync(HttpContext context)
    {
        string model = await JsonBody.ReadAsync(context, ModelBodies.ReadName);
        var shown = await Catalog.FindAsync(model) is { } manifest
            ? ModelDocuments.Shown(manifest)
            : await BuiltInAsync(model);
        await JsonAnswer.SendAsync(context, shown);
    }

    private async Task<JsonObject> BuiltInAsync(string model) =>
        await Catalog.FindEntryAsync(model) is { IsBuiltIn: true } entry
            ? ModelDocuments.Shown(entry)
            : throw await models.NotInstalledAsync(model);

    private async Task RegisterAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context, ModelBodies.ReadRegister);
        var manifest = await Catalog.RegisterAsync(body.Name, body.AcceptLicence);
        await JsonAnswer.SendAsync(context, ManifestJson.Write(manifest));
    }

    private async Task DeleteAsync(HttpContext context)
    {
        string model = await JsonBody.ReadAsync(context, ModelBodies.ReadName);
        await Catalog.RemoveAsync(model);
        await JsonAnswer.SendAsync(context, new JsonObject { ["deleted"] = true, ["model"] = model });
    }

    private async Task RemoveAsync(HttpContext context)
    {
        string model = (string)context.GetRouteValue("name")!; // the pattern requires it
        await Catalog.RemoveAsync(model);
        await JsonAnswer.SendAsync(context, new JsonObject { ["removed"] = true, ["name"] = model });
    }
}
