using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Grains.Contracts;
using Tollama.Grains.Replicas;

namespace Tollama.Grains.Models;

/// <summary>What one copy would not end in time, others may: one that is less busy, or all of them together.</summary>
internal sealed partial class ModelGrain
{
    /// <summary>Asks the other copies, then shares the request out among all.</summary>
    /// <exception cref="TollamaException">DeadlineUnmet: the first copy's reasons; or a part's own fault.</exception>
    private async Task<ForecastResult> ForecastElsewhereAsync(
        Copy first, ForecastCall call, TollamaException unmet, CancellationToken cancellationToken)
    {
        Copy[] all = [.. _copies];
        foreach (var copy in all.Where(copy => copy != first).OrderBy(copy => copy.Outstanding))
        {
            if (await InTimeAsync(TryForecastAsync(copy, call, cancellationToken)) is { } answer)
            {
                return answer;
            }
        }

        return await InTimeAsync(ForecastInPartsAsync(first, all, call, cancellationToken)) ?? throw unmet;
    }

    /// <summary>A part for each copy; null where the series have to be computed together, or a copy has gone.</summary>
    private async Task<ForecastResult?> ForecastInPartsAsync(
        Copy first, Copy[] copies, ForecastCall call, CancellationToken cancellationToken)
    {
        int most = (int)Math.Ceiling((double)call.Request.Series.Count / copies.Length);
        if (call.Request.Series.Count < copies.Length
            || await first.Replica.SeparateAsync(call.Request) is not { } separate)
        {
            return null;
        }

        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var parts = RequestParts.Cut(separate, most)
            .Zip(copies, (part, copy) => TryForecastAsync(copy, call with { Request = part }, rest.Token))
            .ToArray();
        try
        {
            var results = new ForecastResult[parts.Length];
            for (int i = 0; i < parts.Length; i++)
            {
                if (await parts[i] is not { } result)
                {
                    return null;
                }

                results[i] = result;
            }

            return RequestParts.Join(results);
        }
        finally
        {
            await rest.CancelAsync();
            await ((Task)Task.WhenAll(parts)).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>An answer; null where it would come too late.</summary>
    private static async Task<ForecastResult?> InTimeAsync(Task<ForecastResult?> answer)
    {
        try
        {
            return await answer;
        }
        catch (TollamaException late) when (late.Code == ErrorCode.DeadlineUnmet)
        {
            return null;
        }
    }
}
