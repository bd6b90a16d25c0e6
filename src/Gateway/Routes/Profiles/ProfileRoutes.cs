using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tollama.Core.Catalog;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Profiles;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Routes.Profiles;

/// <summary>Profiles: defaults for forecasts under a name (contract/http-api §18.7).</summary>
internal sealed class ProfileRoutes(IGrainFactory grains) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "profiles";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("GET", "/api/modelfiles", ListAsync) { Summary = "The stored profiles.", Response = "ProfileList" },
        new("POST", "/api/modelfiles", CreateAsync)
        {
            Summary = "Stores a profile, given as an object or as YAML text.",
            Request = "ProfileCreation",
            Response = "StoredProfile",
        },
        new("GET", "/api/modelfiles/{name}", ShowAsync)
        {
            Summary = "One profile.", Response = "StoredProfile", Errors = [400, 404],
        },
        new("DELETE", "/api/modelfiles/{name}", DeleteAsync)
        {
            Summary = "Deletes a profile.", Response = "ProfileDeleted", Errors = [400, 404],
        },
    ];

    private IProfileGrain Profiles => grains.GetGrain<IProfileGrain>(GrainKeys.Profiles);

    private async Task ListAsync(HttpContext context)
    {
        var stored = await Profiles.ListAsync();
        await JsonAnswer.SendAsync(
            context,
            new JsonObject { ["modelfiles"] = new JsonArray([.. stored.Select(Entry)]) });
    }

    private async Task CreateAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context, ProfileBodies.ReadCreate);
        var stored = body.Profile is { } profile
            ? await Profiles.WriteAsync(body.Name, profile)
            : await Profiles.WriteTextAsync(body.Name, body.Content!); // the schema asks for one of the two
        await JsonAnswer.SendAsync(context, Document(stored));
    }

    private async Task ShowAsync(HttpContext context)
    {
        string name = NameOf(context);
        await JsonAnswer.SendAsync(
            context,
            Document(await Profiles.FindAsync(name) ?? throw RequestProfiles.NotFound(name)));
    }

    private async Task DeleteAsync(HttpContext context)
    {
        string name = NameOf(context);
        if (!await Profiles.DeleteAsync(name))
        {
            throw RequestProfiles.NotFound(name);
        }

        await JsonAnswer.SendAsync(context, new JsonObject { ["deleted"] = true, ["name"] = name });
    }

    private static JsonObject Entry(StoredProfile stored) => new()
    {
        ["name"] = stored.Name,
        ["path"] = stored.Path,
        ["profile"] = stored.Profile.ToCompleteJson(),
    };

    private static JsonObject Document(StoredProfile stored) => new()
    {
        ["name"] = stored.Name,
        ["path"] = stored.Path,
        ["profile"] = stored.Profile.ToJson(),
    };

    private static string NameOf(HttpContext context) =>
        (string)context.GetRouteValue("name")!; // the pattern requires it
}
