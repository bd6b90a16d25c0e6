using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;
using Tollama.Core.Inference;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline;

/// <summary>One statistical method, ready to forecast. Holds no state, so calls may overlap.</summary>
internal sealed class BaselineForecaster : IForecaster
{
    /// <summary>A method of one pass takes some 5 µs for as many.</summary>
    private const int InstantNumbers = 512;

    /// <summary>A method of one pass takes less than a millisecond for as many: too short to be shared out.</summary>
    private const int ShortNumbers = 16_384;

    private readonly MethodCard _card;
    private readonly TimeProvider _clock;

    /// <summary>Creates the forecaster.</summary>
    public BaselineForecaster(MethodCard card, TimeProvider clock)
    {
        _card = card;
        _clock = clock;
        Traits = new ForecasterTraits
        {
            IsConcurrent = true,
            ResidentBytes = 0,
            InstantNumbers = card.Create(ForecastOptions.Empty).IsCheap ? InstantNumbers : 0,
        };
    }

    /// <inheritdoc/>
    public ForecasterTraits Traits { get; }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ForecastOutcome>> ForecastAsync(
        IReadOnlyList<ForecastWork> batch, CancellationToken cancellationToken)
    {
        var outcomes = new ForecastOutcome[batch.Count];
        for (int i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = await ForecastOneAsync(batch[i], cancellationToken);
        }

        return outcomes;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<ForecastOutcome> ForecastOneAsync(ForecastWork work, CancellationToken cancellationToken)
    {
        if (work.Cancellation.IsCancellationRequested)
        {
            return ForecastOutcome.Cancelled();
        }

        try
        {
            return ForecastOutcome.Success(await ComputeAsync(work, cancellationToken));
        }
        catch (TollamaException failure)
        {
            return ForecastOutcome.Failed(failure);
        }
        catch (OperationCanceledException) when (work.Cancellation.IsCancellationRequested)
        {
            return ForecastOutcome.Cancelled();
        }
    }

    private async ValueTask<ForecastResult> ComputeAsync(ForecastWork work, CancellationToken cancellationToken)
    {
        long start = _clock.GetTimestamp();
        var request = work.Request;
        var plan = MethodPlan.Read(_card, request);
        foreach (var series in request.Series)
        {
            plan.CheckLength(series, request.Quantiles.Count > 0);
        }

        var predictions = new Prediction[request.Series.Count];
        var exhausted = new bool[request.Series.Count];
        bool isShort = plan.Method.IsCheap && !plan.ForecastsFromThePast(request)
            && request.CountNumbers() <= ShortNumbers;
        if (!isShort)
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(work.Cancellation, cancellationToken);
            long deadline = start + (long)(plan.SearchTime.TotalSeconds * _clock.TimestampFrequency);
            await FitAsync(plan, request, deadline, predictions, exhausted, both.Token);
        }
        else
        {
            for (int i = 0; i < predictions.Length; i++)
            {
                predictions[i] = SeriesRun.Forecast(plan, request, request.Series[i], FitBudget.Unlimited);
            }
        }

        return Answer(plan, request, predictions, exhausted, _clock.GetElapsedTime(start));
    }

    /// <summary>
    /// Fits the series of a request in parallel; one that cannot be forecast fails the request. Where the caller named
    /// a timeout, the time that is left is shared by the observations that are left, so that the last series is
    /// searched as long as the first. Where nobody did, a series that is hard to fit takes what it needs.
    /// </summary>
    private Task FitAsync(
        MethodPlan plan,
        ForecastRequest request,
        long deadline,
        Prediction[] predictions,
        bool[] exhausted,
        CancellationToken cancellationToken)
    {
        int workers = Math.Min(Environment.ProcessorCount, predictions.Length);
        long left = request.Series.Sum(series => (long)series.Target.Count);
        var settings = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = workers };
        return Parallel.ForAsync(0, predictions.Length, settings, (i, token) =>
        {
            var budget = new FitBudget(_clock, deadline, token);
            if (request.TimeoutSeconds is not null && predictions.Length > workers)
            {
                int count = request.Series[i].Target.Count;
                double share = (double)count / (Interlocked.Add(ref left, -count) + count);
                budget = budget.Within(Math.Max(0.0, workers * share * budget.SecondsLeft()));
            }

            predictions[i] = SeriesRun.Forecast(plan, request, request.Series[i], budget);
            exhausted[i] = budget.WasExhausted;
            return ValueTask.CompletedTask;
        });
    }

    private static ForecastResult Answer(
        MethodPlan plan, ForecastRequest request, Prediction[] predictions, bool[] exhausted, TimeSpan elapsed)
    {
        var forecasts = new SeriesForecast[predictions.Length];
        var warnings = new List<string>();
        for (int i = 0; i < forecasts.Length; i++)
        {
            forecasts[i] = SeriesAnswer(request, request.Series[i], predictions[i]);
            warnings.AddRange(predictions[i].Warnings);
            if (exhausted[i])
            {
                warnings.Add(
                    $"Series '{request.Series[i].Id}', method '{plan.Card.Name}': the search ended at its deadline "
                    + $"({plan.SearchTime.TotalSeconds:0.###} s for all series); the forecast is from the best model "
                    + "found so far.");
            }
        }

        return new ForecastResult
        {
            Forecasts = forecasts,
            Warnings = warnings,
            Usage = Usage(plan, request, predictions),
            InferenceMs = elapsed.TotalMilliseconds,
        };
    }

    private static SeriesForecast SeriesAnswer(ForecastRequest request, SeriesInput series, Prediction prediction)
    {
        return new SeriesForecast
        {
            Id = series.Id,
            Freq = series.Freq,
            StartTimestamp = FutureGrid.FirstStep(series),
            Mean = new NumberColumn(prediction.Mean),
            Quantiles = prediction.QuantileRows is { } rows
                ? new QuantileForecasts(request.Quantiles, [.. rows.Select(row => new NumberColumn(row))])
                : null,
        };
    }

    private static JsonObject Usage(MethodPlan plan, ForecastRequest request, Prediction[] predictions)
    {
        var usage = new JsonObject
        {
            ["implementation"] = plan.Card.Name,
            ["series_count"] = request.Series.Count,
            ["horizon"] = request.Horizon,
        };
        if (plan.ReturnsFit)
        {
            usage["fits"] = new JsonArray([.. predictions.Select(p => p.Fit?.ToJson())]);
        }

        if (Array.Exists(predictions, p => p.Selection is not null))
        {
            usage["selections"] = new JsonArray([.. predictions.Select(p => p.Selection?.ToJson())]);
        }

        return usage;
    }
}
