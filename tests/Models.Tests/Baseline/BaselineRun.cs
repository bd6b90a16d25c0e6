using System.Text.Json;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Baseline;

namespace Tollama.Models.Tests.Baseline;

/// <summary>Runs requests through the family.</summary>
internal static class BaselineRun
{
    /// <summary>Forecasts one request with a built-in model.</summary>
    public static async Task<ForecastOutcome> ForecastAsync(
        string model, ForecastRequest request, TimeProvider? clock = null, CancellationToken cancellation = default)
    {
        await using var forecaster = await CreateAsync(model, clock);
        var outcomes = await forecaster.ForecastAsync(
            [new ForecastWork(request, cancellation)], CancellationToken.None);
        return outcomes[0];
    }

    /// <summary>Loads a built-in model.</summary>
    public static async Task<IForecaster> CreateAsync(string model, TimeProvider? clock = null)
    {
        var entry = BaselineModels.Entries.First(e => e.Name == model);
        var artifact = new ModelArtifact
        {
            Name = entry.Name,
            Family = entry.Family,
            Source = entry.Source,
            Metadata = entry.Metadata!,
        };
        return await new BaselineFamily(clock ?? TimeProvider.System).CreateAsync(
            artifact, DeviceId.Cpu, CancellationToken.None);
    }

    /// <summary>The first entry of <c>usage.fits</c>.</summary>
    public static JsonElement Fit(ForecastOutcome outcome) =>
        JsonSerializer.SerializeToElement(outcome.Result!.Usage["fits"]![0]);
}
