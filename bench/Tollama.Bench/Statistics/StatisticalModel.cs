using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Baseline;

namespace Tollama.Bench.Statistics;

/// <summary>One statistical model, called as the daemon calls it.</summary>
internal sealed class StatisticalModel
{
    private static readonly BaselineFamily Family = new(TimeProvider.System);

    private readonly IForecaster _forecaster;
    private readonly string _name;
    private readonly JsonObject _options = [];

    /// <summary>Finds a model by name; an option may follow it: <c>theta?variant=dotm</c>.</summary>
    /// <exception cref="TollamaException">ModelNotFound: there is no such model.</exception>
    public StatisticalModel(string name)
    {
        string[] parts = name.Split('?', '=');
        _name = parts[0];
        if (parts.Length == 3)
        {
            _options[parts[1]] = parts[2];
        }

        var entry = BaselineModels.Entries.SingleOrDefault(model => model.Name == _name)
            ?? throw new TollamaException(
                ErrorCode.ModelNotFound,
                $"'{_name}' is no statistical model; those are "
                + $"{string.Join(", ", BaselineModels.Entries.Select(model => model.Name))}.");
        var artifact = new ModelArtifact
        {
            Name = entry.Name,
            Family = entry.Family,
            Source = entry.Source,
            Metadata = entry.Metadata ?? [],
        };
        _forecaster = Wait(Family.CreateAsync(artifact, DeviceId.Cpu, CancellationToken.None));
    }

    /// <summary>Forecasts series in one request; the outcome may be a refusal.</summary>
    /// <param name="series">The histories.</param>
    /// <param name="horizon">Steps.</param>
    /// <param name="season">Season length.</param>
    /// <param name="levels">Quantiles; none for the mean alone.</param>
    /// <param name="options">Further options.</param>
    public ForecastOutcome Forecast(
        IReadOnlyList<double[]> series,
        int horizon,
        int season,
        IReadOnlyList<double> levels,
        JsonObject? options = null) => Forecast(Request(series, horizon, season, levels, options));

    /// <summary>Forecasts a request that was made before.</summary>
    public ForecastOutcome Forecast(ForecastRequest request) =>
        Wait(_forecaster.ForecastAsync([new ForecastWork(request, CancellationToken.None)], default))[0];

    /// <summary>A request, for those who measure the forecast without making it.</summary>
    public ForecastRequest Request(
        IReadOnlyList<double[]> series,
        int horizon,
        int season,
        IReadOnlyList<double> levels,
        JsonObject? options = null)
    {
        var all = options?.DeepClone().AsObject() ?? [];
        all["season_length"] = season;
        foreach (var (option, value) in _options)
        {
            all[option] = value?.DeepClone();
        }

        return new ForecastRequest
        {
            Model = _name,
            Horizon = horizon,
            Quantiles = levels,
            Options = new ForecastOptions(JsonSerializer.SerializeToElement(all)),
            Series = [.. series.Select((y, i) => new SeriesInput
            {
                Id = $"s{i}",
                Freq = "D",
                Timestamps = TimestampColumn.FromStrings([.. Enumerable.Range(0, y.Length).Select(day =>
                    new DateTime(1900, 1, 1).AddDays(day).ToString("yyyy-MM-dd"))]),
                Target = new NumberColumn(y),
            })],
        };
    }

    private static T Wait<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();
}
