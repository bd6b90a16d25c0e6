using System.Text.Json;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Requests;

/// <summary>One series while it is read (contract/http-api §2.1).</summary>
internal sealed class SeriesDraft
{
    /// <summary>How a series is read.</summary>
    public static readonly ObjectSchema<SeriesDraft> Schema = new(
        [
            new("id", static (ref r, d) => d._id = r.ReadText(), IsRequired: true),
            new("freq", static (ref r, d) => d._freq = r.ReadText()),
            new("timestamps", static (ref r, d) => d._timestamps = r.ReadTimestamps(), IsRequired: true),
            new("target", static (ref r, d) => d._target = r.ReadNumbers(), IsRequired: true),
            new("actuals", static (ref r, d) => d._actuals = r.ReadNullableNumbers()),
            new("past_covariates", static (ref r, d) => d._past = ReadCovariates(ref r)),
            new("future_covariates", static (ref r, d) => d._future = ReadCovariates(ref r)),
            new("static_covariates", static (ref r, d) => d._static = ReadStatic(ref r)),
        ],
        static d => d.FindProblem());

    private string? _id;
    private string? _freq;
    private TimestampColumn? _timestamps;
    private NumberColumn? _target;
    private NumberColumn? _actuals;
    private Dictionary<string, CovariateDraft>? _past;
    private Dictionary<string, CovariateDraft>? _future;
    private Dictionary<string, JsonElement>? _static;
    private SeriesInput? _series;

    /// <summary>The series, once it was found valid.</summary>
    public SeriesInput Build() => _series ??= new SeriesInput
    {
        Id = _id!, // required fields are set when no problem was reported
        Freq = _freq ?? "auto",
        Timestamps = _timestamps!,
        Target = _target!,
        Actuals = _actuals,
        PastCovariates = Build(_past),
        FutureCovariates = Build(_future),
        StaticCovariates = _static ?? SeriesInput.NoStatic,
    };

    private string? FindProblem() =>
        FindKindProblem(_past, "past") ?? FindKindProblem(_future, "future") ?? SeriesRules.FindProblem(Build());

    private string? FindKindProblem(Dictionary<string, CovariateDraft>? covariates, string side)
    {
        foreach (var (name, values) in covariates ?? [])
        {
            if (values.Count == 0)
            {
                return $"{side} covariate '{name}' of series '{_id}' is empty";
            }

            if (values.IsMixed)
            {
                return $"{side} covariate '{name}' of series '{_id}' mixes numbers and texts; use one kind";
            }
        }

        return null;
    }

    private static IReadOnlyList<Covariate> Build(Dictionary<string, CovariateDraft>? covariates) =>
        covariates is null ? [] : [.. covariates.Select(pair => pair.Value.Build(pair.Key))];

    private static Dictionary<string, CovariateDraft>? ReadCovariates(ref BodyReader reader)
    {
        if (reader.TryReadNull())
        {
            return null;
        }

        var covariates = new Dictionary<string, CovariateDraft>(StringComparer.Ordinal);
        reader.ReadMap(covariates, static (ref r, name, map) => map[name] = CovariateDraft.Read(ref r));
        return covariates;
    }

    private static Dictionary<string, JsonElement>? ReadStatic(ref BodyReader reader)
    {
        if (reader.TryReadNull())
        {
            return null;
        }

        var covariates = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        reader.ReadMap(covariates, static (ref r, name, map) => map[name] = r.ReadElement());
        return covariates;
    }
}
