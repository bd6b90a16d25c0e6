using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Models.GraniteTtm;

/// <summary>
/// Columns of a series in the order of the network's channels: target, covariates with a known future by name,
/// covariates known in the past only by name.
/// </summary>
internal sealed class TtmChannels
{
    private readonly List<NumberColumn> _past = [];
    private readonly List<NumberColumn?> _future = [];

    private TtmChannels(IReadOnlyList<string> control, IReadOnlyList<string> conditional) =>
        (Control, Conditional) = (control, conditional);

    /// <summary>Names of the covariates with a known future.</summary>
    public IReadOnlyList<string> Control { get; }

    /// <summary>Names of the covariates known in the past only.</summary>
    public IReadOnlyList<string> Conditional { get; }

    /// <summary>Number of channels.</summary>
    public int Count => _past.Count;

    /// <summary>The channels of a series whose covariates are numeric.</summary>
    public static TtmChannels Of(SeriesInput series)
    {
        var future = series.FutureCovariates.ToDictionary(each => each.Name, StringComparer.Ordinal);
        var past = series.PastCovariates.OrderBy(each => each.Name, StringComparer.Ordinal).ToList();
        var control = past.Where(each => future.ContainsKey(each.Name)).ToList();
        var conditional = past.Where(each => !future.ContainsKey(each.Name)).ToList();
        var channels = new TtmChannels(
            [.. control.Select(each => each.Name)], [.. conditional.Select(each => each.Name)]);
        channels.Add(series.Target, null);
        control.ForEach(each => channels.Add(each.Numbers!, future[each.Name].Numbers)); // checked to be numeric
        conditional.ForEach(each => channels.Add(each.Numbers!, null)); // checked to be numeric
        return channels;
    }

    /// <summary>Refuses covariates that do not fit a checkpoint with a fixed set of channels.</summary>
    /// <exception cref="TollamaException">BadRequest.</exception>
    public void RequireFit(SeriesInput series, GraniteTtmConfig config)
    {
        if (config.HasFixedChannels && Count != config.Channels)
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Series '{series.Id}' has {Count} channels (target, {Control.Count} known-future and "
                    + $"{Conditional.Count} "
                    + $"past-only covariates); this checkpoint mixes exactly {config.Channels}. Send as many "
                    + "covariates as it "
                    + "was trained with.");
        }
    }

    /// <summary>Scales a channel and writes it into the network's input.</summary>
    /// <param name="channel">Which one.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="window">Rows of the history.</param>
    /// <param name="past"><c>(C, channels)</c>.</param>
    /// <param name="future"><c>(horizon, channels)</c>; stays 0 where nothing is known.</param>
    public TtmColumnScaler Fill(int channel, int channels, int[] window, float[] past, float[] future)
    {
        var column = _past[channel].Span;
        double[] values = new double[window.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = column[window[i]];
        }

        var scaler = TtmColumnScaler.Fit(values);
        for (int i = 0; i < values.Length; i++)
        {
            past[(i * channels) + channel] = scaler.Apply(values[i]);
        }

        if (_future[channel] is { Count: > 0 } known)
        {
            for (int t = 0; t < future.Length / channels; t++)
            {
                future[(t * channels) + channel] = scaler.Apply(known.Span[Math.Min(t, known.Count - 1)]);
            }
        }

        return scaler;
    }

    private void Add(NumberColumn past, NumberColumn? future)
    {
        _past.Add(past);
        _future.Add(future);
    }
}
