using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Requests;

/// <summary><c>parameters</c> of a forecast while they are read (contract/http-api §2.2).</summary>
internal sealed class ParametersDraft
{
    private static readonly string[] Modes = ["best_effort", "strict"];

    private static readonly ObjectSchema<TimesFmDraft> TimesFm = new(
    [
        new("xreg_mode", static (ref r, d) => d.XregMode = r.ReadText()),
        new("ridge", static (ref r, d) => d.Ridge = r.ReadNumber()),
        new("force_on_cpu", static (ref r, d) => d.ForceOnCpu = r.ReadBoolean()),
    ]);

    private static readonly ObjectSchema<MetricsDraft> Metrics = new(
    [
        new("names", static (ref r, d) => d.ReadNames(ref r), IsRequired: true),
        new("mase_seasonality", static (ref r, d) => d.Seasonality = r.ReadInteger(Bounds.Positive)),
    ]);

    /// <summary>How the parameters are read.</summary>
    public static readonly ObjectSchema<ParametersDraft> Schema = new(
    [
        new("covariates_mode", static (ref r, d) => d._mode = r.ReadChoice(Modes)),
        new("timesfm", static (ref r, d) => d._timesFm = r.TryReadNull() ? null : TimesFm.Read(ref r)),
        new("metrics", static (ref r, d) => d._metrics = r.TryReadNull() ? null : Metrics.Read(ref r)),
        new("sort_quantiles", static (ref r, d) => d._sortsQuantiles = r.ReadBoolean()),
    ]);

    private string? _mode;
    private TimesFmDraft? _timesFm;
    private MetricsDraft? _metrics;
    private bool? _sortsQuantiles;

    /// <summary>The parameters, once they were found valid.</summary>
    public ForecastParameters Build() => new()
    {
        IsStrict = _mode == "strict",
        TimesFm = _timesFm?.Build(),
        Metrics = _metrics is null ? null : new MetricsParameters(_metrics.Names, _metrics.Seasonality ?? 1),
        SortQuantiles = _sortsQuantiles ?? false,
    };

    private sealed class TimesFmDraft
    {
        public string? XregMode { get; set; }

        public double? Ridge { get; set; }

        public bool? ForceOnCpu { get; set; }

        public TimesFmParameters Build()
        {
            var defaults = new TimesFmParameters();
            return new TimesFmParameters
            {
                XregMode = XregMode ?? defaults.XregMode,
                Ridge = Ridge ?? defaults.Ridge,
                ForceOnCpu = ForceOnCpu ?? defaults.ForceOnCpu,
            };
        }
    }

    private sealed class MetricsDraft
    {
        public List<string> Names { get; private set; } = [];

        public int? Seasonality { get; set; }

        public void ReadNames(ref BodyReader reader)
        {
            Names = [];
            reader.Json.Peek();
            int start = reader.Json.Position;
            bool isValid = reader.ReadList(this, static (ref r, d) => d.ReadName(ref r), minimum: 1);
            if (isValid && Names.Distinct(StringComparer.Ordinal).Count() < Names.Count)
            {
                reader.ReportRule("metric names must be unique", reader.SliceFrom(start));
            }
        }

        private void ReadName(ref BodyReader reader)
        {
            if (reader.ReadChoice(MetricNames.All) is { } name)
            {
                Names.Add(name);
            }
        }
    }
}
