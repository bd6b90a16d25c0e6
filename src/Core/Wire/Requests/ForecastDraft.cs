using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Requests;

/// <summary>
/// Every field that forecast-like requests share, while they are read (contract/http-api §2.2, §14–§16). Each request
/// type picks its fields from <see cref="ForecastFields"/>.
/// </summary>
internal sealed class ForecastDraft
{
    /// <summary><c>model</c>.</summary>
    public string? Model { get; set; }

    /// <summary><c>models</c>.</summary>
    public List<string> Models { get; private set; } = [];

    /// <summary><c>horizon</c>.</summary>
    public int? Horizon { get; set; }

    /// <summary><c>quantiles</c>; null when absent.</summary>
    public List<double>? Quantiles { get; private set; }

    /// <summary><c>series</c>.</summary>
    public List<SeriesInput> Series { get; private set; } = [];

    /// <summary><c>options</c>.</summary>
    public ForecastOptions Options { get; set; } = ForecastOptions.Empty;

    /// <summary><c>timeout</c>.</summary>
    public double? Timeout { get; set; }

    /// <summary><c>parameters</c>; null when absent.</summary>
    public ParametersDraft? Parameters { get; private set; }

    /// <summary><c>parameters</c> as they were written; empty when absent.</summary>
    public ReadOnlyMemory<byte> ParametersJson { get; private set; }

    /// <summary><c>keep_alive</c>.</summary>
    public KeepAlive KeepAlive { get; set; }

    /// <summary><c>stream</c>.</summary>
    public bool? Stream { get; set; }

    /// <summary><c>modelfile</c>.</summary>
    public string? Profile { get; set; }

    /// <summary><c>data_url</c>.</summary>
    public string? DataUrl { get; set; }

    /// <summary><c>ingest</c>.</summary>
    public IngestOptions? Ingest { get; set; }

    /// <summary><c>response_options</c>.</summary>
    public ResponseOptions ResponseOptions { get; set; } = ResponseOptions.Default;

    /// <summary><c>strategy</c>.</summary>
    public string? Strategy { get; set; }

    /// <summary><c>mode</c>.</summary>
    public string? Mode { get; set; }

    /// <summary><c>ensemble_method</c>.</summary>
    public string? EnsembleMethod { get; set; }

    /// <summary><c>ensemble_top_k</c>.</summary>
    public int? EnsembleTopK { get; set; }

    /// <summary><c>allow_fallback</c>.</summary>
    public bool? AllowFallback { get; set; }

    /// <summary><c>scenarios</c>.</summary>
    public List<Scenario> Scenarios { get; private set; } = [];

    /// <summary><c>continue_on_error</c>.</summary>
    public bool? ContinueOnError { get; set; }

    /// <summary>The forecast request inside, once everything was found valid.</summary>
    public ForecastRequest Build(string model) => new()
    {
        Model = model,
        Horizon = Horizon!.Value, // required wherever it is built
        Quantiles = Quantiles ?? [],
        Series = Series,
        Options = Options,
        TimeoutSeconds = Timeout,
        Parameters = Parameters?.Build() ?? ForecastParameters.Default,
    };

    /// <summary>The first rule over series, horizon and metrics that is broken.</summary>
    public string? FindProblem() =>
        ForecastRules.FindProblem(Series, Horizon!.Value, Quantiles?.Count ?? 0, Parameters?.Build().Metrics);

    /// <summary>The same where the series may come from <c>data_url</c> instead.</summary>
    public string? FindSourceProblem()
    {
        if (DataUrl is not null && Series.Count > 0)
        {
            return "series and data_url exclude each other; send one of them";
        }

        return DataUrl is null && Series.Count == 0
            ? "series must hold at least one series (or data_url must name a table)"
            : FindProblem();
    }

    /// <summary>Reads <c>series</c>.</summary>
    public void ReadSeries(ref BodyReader reader, int minimum, int maximum, bool mustBeUnique)
    {
        Series = [];
        reader.Json.Peek();
        int start = reader.Json.Position;
        bool isValid = reader.ReadList(this, static (ref r, d) => d.ReadOneSeries(ref r), minimum, maximum);
        if (isValid && mustBeUnique && FindDuplicate(Series.Select(series => series.Id)) is { } id)
        {
            reader.ReportRule($"series ids must be unique; '{id}' occurs twice", reader.SliceFrom(start));
        }
    }

    /// <summary>Reads <c>quantiles</c>.</summary>
    public void ReadQuantiles(ref BodyReader reader)
    {
        Quantiles = [];
        reader.Json.Peek();
        int start = reader.Json.Position;
        if (reader.ReadList(Quantiles, ReadLevel) && LevelRules.FindProblem(Quantiles) is { } problem)
        {
            reader.ReportRule(problem, reader.SliceFrom(start));
        }
    }

    /// <summary>Reads <c>parameters</c>.</summary>
    public void ReadParameters(ref BodyReader reader)
    {
        reader.Json.Peek();
        int start = reader.Json.Position;
        Parameters = ParametersDraft.Schema.Read(ref reader);
        ParametersJson = reader.SliceFrom(start);
    }

    /// <summary>Reads <c>models</c>.</summary>
    public void ReadModels(ref BodyReader reader)
    {
        Models = [];
        reader.Json.Peek();
        int start = reader.Json.Position;
        bool isValid = reader.ReadList(
            Models, static (ref r, models) => models.Add(r.ReadText() ?? string.Empty), minimum: 2);
        if (isValid && FindDuplicate(Models) is { } model)
        {
            reader.ReportRule($"models must be unique; '{model}' occurs twice", reader.SliceFrom(start));
        }
    }

    /// <summary>Reads <c>scenarios</c>.</summary>
    public void ReadScenarios(ref BodyReader reader)
    {
        Scenarios = [];
        reader.Json.Peek();
        int start = reader.Json.Position;
        bool isValid = reader.ReadList(Scenarios, ScenarioDraft.ReadInto, minimum: 1);
        if (isValid && FindDuplicate(Scenarios.Select(scenario => scenario.Name)) is { } name)
        {
            reader.ReportRule($"scenario names must be unique; '{name}' occurs twice", reader.SliceFrom(start));
        }
    }

    /// <summary>Reads <c>keep_alive</c>.</summary>
    public void ReadKeepAlive(ref BodyReader reader)
    {
        KeepAlive = default;
        var kind = reader.Json.Peek();
        int start = reader.Json.Position;
        switch (kind)
        {
            case JsonKind.Null:
                reader.Json.ReadNull();
                return;
            case JsonKind.Text:
                KeepAlive = new KeepAlive(reader.Json.Decode(reader.Json.ReadText()), null);
                return;
            case JsonKind.Number when reader.Json.ReadNumber(out _) is var seconds && double.IsFinite(seconds):
                KeepAlive = new KeepAlive(null, seconds);
                return;
            case JsonKind.Number:
                break;
            default:
                reader.SkipValue();
                break;
        }

        var input = reader.SliceFrom(start);
        reader.ReportAt("str", "string_type", "Input should be a text", input);
        ColumnReaders.ReportNotANumber(ref reader, input, isInfinite: kind == JsonKind.Number);
    }

    /// <summary>Reads one quantile level.</summary>
    public static void ReadLevel(ref BodyReader reader, List<double> levels)
    {
        if (reader.ReadFloat(Bounds.None with { Above = 0, Below = 1 }) is { } level)
        {
            levels.Add(level);
        }
    }

    private static string? FindDuplicate(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return names.FirstOrDefault(name => !seen.Add(name));
    }

    private void ReadOneSeries(ref BodyReader reader)
    {
        int before = reader.IssueCount;
        var series = SeriesDraft.Schema.Read(ref reader);
        if (reader.IssueCount == before)
        {
            Series.Add(series.Build());
        }
    }
}
