using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Requests;

/// <summary>A profile while it is read (storage-and-config §7).</summary>
internal sealed class ProfileDraft
{
    /// <summary>How a profile is read.</summary>
    public static readonly ObjectSchema<ProfileDraft> Schema = new(
    [
        new("model", static (ref r, d) => d._model = r.ReadText(), IsRequired: true),
        new("horizon", static (ref r, d) => d._horizon = r.ReadNullableInteger(Bounds.Positive)),
        new("quantiles", static (ref r, d) => d.ReadQuantiles(ref r)),
        new("options", static (ref r, d) => d._options = r.ReadObject()),
        new("parameters", static (ref r, d) => d._parameters = ReadParameters(ref r)),
        new("covariate_mappings", static (ref r, d) => d._mappings = r.TryReadNull() ? null : ReadMappings(ref r)),
        new("preprocessing", static (ref r, d) => d._preprocessing = r.TryReadNull() ? null : r.ReadObject()),
        new("enabled", static (ref r, d) => d._enabled = r.ReadBoolean()),
    ]);

    private readonly List<double> _quantiles = [];
    private string? _model;
    private int? _horizon;
    private JsonObject? _options;
    private JsonObject? _parameters;
    private JsonObject? _mappings;
    private JsonObject? _preprocessing;
    private bool? _enabled;

    /// <summary>The profile, once it was found valid.</summary>
    public ForecastProfile Build() => new()
    {
        Model = _model!, // required
        Horizon = _horizon,
        Quantiles = _quantiles,
        Options = _options ?? [],
        Parameters = _parameters ?? [],
        CovariateMappings = _mappings,
        Preprocessing = _preprocessing,
        IsEnabled = _enabled ?? true,
    };

    private void ReadQuantiles(ref BodyReader reader)
    {
        _quantiles.Clear();
        reader.Json.Peek();
        int start = reader.Json.Position;
        bool areNumbers = reader.ReadList(_quantiles, static (ref r, list) => list.Add(r.ReadFloat(Bounds.None) ?? 0));
        if (areNumbers && FindLevelProblem() is { } problem)
        {
            reader.ReportRule(problem, reader.SliceFrom(start));
        }
    }

    private string? FindLevelProblem() => _quantiles.Exists(level => level is not (> 0 and < 1))
        ? "quantiles must lie between 0 and 1"
        : LevelRules.FindProblem(_quantiles);

    /// <summary>
    /// Checked like a request's parameters, kept as written: what is left out may be said by a request.
    /// </summary>
    private static JsonObject? ReadParameters(ref BodyReader reader)
    {
        reader.Json.Peek();
        int start = reader.Json.Position;
        int before = reader.IssueCount;
        ParametersDraft.Schema.Read(ref reader);
        return reader.IssueCount == before ? FreeFormJson.ParseObject(reader.SliceFrom(start).Span) : null;
    }

    private static JsonObject? ReadMappings(ref BodyReader reader)
    {
        reader.Json.Peek();
        int start = reader.Json.Position;
        bool isMap = reader.ReadMap(0, static (ref r, _, _) => r.ReadText(minimumLength: 0));
        return isMap ? FreeFormJson.ParseObject(reader.SliceFrom(start).Span) : null;
    }
}
