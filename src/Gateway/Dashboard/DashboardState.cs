using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Metering;
using Tollama.Gateway.Routes;
using Tollama.Gateway.Routes.Info;
using Tollama.Gateway.Routes.Models;
using Tollama.Gateway.Routes.Usage;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Dashboard;

/// <summary>
/// Everything the dashboard shows in one document; a part that fails becomes a warning (contract/http-api §18.11).
/// </summary>
internal sealed class DashboardState(InfoReport info, IGrainFactory grains, UsageMeter usage)
{
    /// <summary>The document as things stand now.</summary>
    public async Task<JsonObject> CreateAsync(Caller caller)
    {
        var warnings = new JsonArray();
        return new JsonObject
        {
            ["info"] = await TryAsync("info", info.CreateAsync, warnings),
            ["ps"] = await TryAsync(
                "ps",
                async () =>
                {
                    var models = grains.GetGrain<ILoadedModelsGrain>(GrainKeys.Loaded);
                    return ModelDocuments.Running(await models.ListAsync(), await models.ComingAsync());
                },
                warnings),
            ["usage"] = await TryAsync(
                "usage",
                async () => UsageRoutes.Document(await usage.FindAsync(caller.KeyId)),
                warnings),
            ["warnings"] = warnings,
        };
    }

    private static async Task<JsonObject?> TryAsync(string source, Func<Task<JsonObject>> create, JsonArray warnings)
    {
        try
        {
            return await create();
        }
        catch (TollamaException fault)
        {
            warnings.Add(new JsonObject
            {
                ["source"] = source,
                ["status_code"] = ErrorTable.Describe(fault.Code).HttpStatus,
                ["detail"] = fault.Message,
            });
            return null;
        }
    }
}
