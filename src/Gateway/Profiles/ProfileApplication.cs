using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Requests;

namespace Tollama.Gateway.Profiles;

/// <summary>
/// Puts a profile below a request (contract/http-api §18.7, storage-and-config §7). Pure; the request wins.
/// </summary>
internal static class ProfileApplication
{
    /// <summary>The request with what the profile adds to it.</summary>
    /// <param name="body">The request.</param>
    /// <param name="name">Name of the profile, for faults.</param>
    /// <param name="profile">The profile.</param>
    /// <exception cref="TollamaException">
    /// InvalidRequest: request and profile together break a rule, or a mapping gives two covariates one name.
    /// </exception>
    public static ForecastBody Apply(ForecastBody body, string name, ForecastProfile profile)
    {
        var request = body.Request;
        var mappings = profile.CovariateMappings ?? [];
        var merged = request with
        {
            Quantiles = body.HasQuantiles ? request.Quantiles : profile.Quantiles,
            Options = MergeOptions(request.Options, profile.Options),
            Parameters = MergeParameters(body.ParametersJson, profile.Parameters),
            Series = mappings.Count == 0
                ? request.Series
                : [.. request.Series.Select(series => CovariateRenaming.Rename(series, mappings))],
        };
        string? problem = ForecastRules.FindProblem(
            merged.Series, merged.Horizon, merged.Quantiles.Count, merged.Parameters.Metrics);
        return problem is null ? body with { Request = merged } : throw Unfit(name, problem);
    }

    /// <summary>Option by option.</summary>
    private static ForecastOptions MergeOptions(ForecastOptions request, JsonObject profile)
    {
        if (profile.Count == 0)
        {
            return request;
        }

        var merged = profile.DeepClone().AsObject();
        if (request.Root.ValueKind == JsonValueKind.Object)
        {
            foreach (var option in request.Root.EnumerateObject())
            {
                merged[option.Name] = FreeFormJson.ToNode(option.Value);
            }
        }

        return new ForecastOptions(JsonElement.Parse(merged.ToJsonString()));
    }

    /// <summary>
    /// Field by field at every depth: what the request says, even <c>null</c>, replaces what the profile says.
    /// </summary>
    private static ForecastParameters MergeParameters(ReadOnlyMemory<byte> request, JsonObject profile)
    {
        var merged = profile.DeepClone().AsObject();
        if (!request.IsEmpty)
        {
            Overlay(merged, FreeFormJson.ParseObject(request.Span));
        }

        return ForecastBodies.ReadParameters(Encoding.UTF8.GetBytes(merged.ToJsonString()));
    }

    private static void Overlay(JsonObject below, JsonObject above)
    {
        foreach (var (key, value) in above)
        {
            if (value is JsonObject inner && below[key] is JsonObject target)
            {
                Overlay(target, inner);
                continue;
            }

            below[key] = value?.DeepClone();
        }
    }

    private static TollamaException Unfit(string name, string problem) =>
        new(ErrorCode.InvalidRequest, $"With profile '{name}' applied, {problem}.");
}
