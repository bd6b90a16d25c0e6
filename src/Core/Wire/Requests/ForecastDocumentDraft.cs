using System.Globalization;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Requests;

/// <summary>A forecast response while it is read.</summary>
internal sealed class ForecastDocumentDraft
{
    private static readonly ObjectSchema<ForecastDocumentDraft> Schema = new(
    [
        new("model", static (ref r, _) => r.ReadText(), IsRequired: true),
        new("forecasts", static (ref r, d) => d.ReadForecasts(ref r), IsRequired: true),
        new("metrics", static (ref r, _) => r.ReadNullableObject()),
        new("timing", static (ref r, _) => r.ReadNullableObject()),
        new("explanation", static (ref r, _) => r.ReadNullableObject()),
        new("narrative", static (ref r, _) => r.ReadNullableObject()),
        new("preprocessing", static (ref r, _) => r.ReadNullableObject()),
        new("usage", static (ref r, _) => r.ReadNullableObject()),
        new("warnings", static (ref r, _) => ReadWarnings(ref r)),
    ]);

    private static readonly ObjectSchema<SeriesDocument> SeriesSchema = new(
    [
        new("id", static (ref r, d) => d.Id = r.ReadText(), IsRequired: true),
        new("freq", static (ref r, d) => d.Freq = r.ReadText(), IsRequired: true),
        new("start_timestamp", static (ref r, d) => d.Start = r.ReadText(), IsRequired: true),
        new("mean", static (ref r, d) => d.Mean = r.ReadNumbers(), IsRequired: true),
        new("quantiles", static (ref r, d) => d.ReadQuantiles(ref r)),
    ]);

    private readonly List<SeriesForecast> _forecasts = [];

    /// <summary>Reads the response at the cursor; null when it was refused.</summary>
    public static ForecastDocument? Read(ref BodyReader reader)
    {
        reader.Json.Peek();
        int start = reader.Json.Position;
        int before = reader.IssueCount;
        var draft = Schema.Read(ref reader);
        return reader.IssueCount == before
            ? new ForecastDocument(FreeFormJson.ParseObject(reader.SliceFrom(start).Span), draft._forecasts)
            : null;
    }

    private void ReadForecasts(ref BodyReader reader)
    {
        _forecasts.Clear();
        reader.ReadList(_forecasts, ReadSeries, minimum: 1);
    }

    private static void ReadSeries(ref BodyReader reader, List<SeriesForecast> forecasts)
    {
        int before = reader.IssueCount;
        var draft = SeriesSchema.Read(ref reader);
        if (reader.IssueCount == before && draft.FindProblem() is { } problem)
        {
            reader.Push("quantiles");
            reader.ReportRule(problem, draft.QuantilesJson);
            reader.Pop();
        }

        if (reader.IssueCount == before)
        {
            forecasts.Add(draft.Build());
        }
    }

    private static void ReadWarnings(ref BodyReader reader)
    {
        if (!reader.TryReadNull())
        {
            reader.ReadList(new List<string>(), static (ref r, list) => list.Add(r.ReadText() ?? string.Empty));
        }
    }

    private sealed class SeriesDocument
    {
        private readonly SortedDictionary<double, NumberColumn> _quantiles = [];
        private string? _badLevel;

        public string? Id { get; set; }

        public string? Freq { get; set; }

        public string? Start { get; set; }

        public NumberColumn? Mean { get; set; }

        /// <summary>The quantiles as they were written; empty when absent.</summary>
        public ReadOnlyMemory<byte> QuantilesJson { get; private set; }

        public void ReadQuantiles(ref BodyReader reader)
        {
            _quantiles.Clear();
            _badLevel = null;
            if (reader.TryReadNull())
            {
                return;
            }

            int start = reader.Json.Position;
            reader.ReadMap(this, static (ref r, name, d) => d.ReadLevel(ref r, name));
            QuantilesJson = reader.SliceFrom(start);
        }

        public string? FindProblem()
        {
            if (_badLevel is not null)
            {
                return $"quantile key '{_badLevel}' of series '{Id}' is no level between 0 and 1";
            }

            foreach (var (level, row) in _quantiles)
            {
                if (row.Count != Mean!.Count) // required
                {
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"quantile {level} of series '{Id}' has {row.Count} values, its mean {Mean.Count}");
                }
            }

            return null;
        }

        public SeriesForecast Build() =>
            new()
            {
                Id = Id!, // required, as the others
                Freq = Freq!,
                StartTimestamp = Start!,
                Mean = Mean!,
                Quantiles =
                    _quantiles.Count == 0 ? null : new QuantileForecasts([.. _quantiles.Keys], [.. _quantiles.Values]),
            };

        private void ReadLevel(ref BodyReader reader, string name)
        {
            bool isLevel = double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out double level)
                && level is > 0 and < 1;
            _badLevel = isLevel ? _badLevel : name;
            if (reader.ReadNumbers(minimum: 0) is { } row && isLevel)
            {
                _quantiles[level] = row;
            }
        }
    }
}
