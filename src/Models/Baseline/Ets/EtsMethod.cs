using System.Numerics.Tensors;
using Tollama.Core.Errors;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// An exponential smoothing model whose form is given: Holt's methods, Holt–Winters, and any other by its name.
/// Source: Hyndman, Koehler, Ord, Snyder, Forecasting with Exponential Smoothing (2008), chapters 2, 5 and 6.
/// </summary>
internal sealed class EtsMethod : IForecastMethod
{

    private static readonly EtsForm Aaa = EtsForm.Aan with { Season = EtsComponent.Additive };
    private static readonly EtsForm Mam =
        new(EtsComponent.Multiplicative, EtsComponent.Additive, false, EtsComponent.Multiplicative);

    /// <summary>Holt's linear trend.</summary>
    public static readonly MethodCard HoltCard = Card("holt", "Holt's linear trend (ETS AAN).", EtsForm.Aan);

    /// <summary>Holt's damped trend.</summary>
    public static readonly MethodCard HoltDampedCard =
        Card("holt-damped", "Holt's linear trend that fades (ETS AAdN).", EtsForm.Aadn);

    /// <summary>Holt–Winters.</summary>
    public static readonly MethodCard HoltWintersCard = new(
        "holt-winters",
        "Trend and season (ETS AAA, or MAM with multiplicative seasons).",
        [OptionCard.Season, new OptionCard("seasonal", "additive | multiplicative", "additive", "How seasons enter.")],
        options => options.GetChoice("seasonal", "additive", "multiplicative") switch
        {
            "additive" => new EtsMethod(Aaa, Aaa),
            "multiplicative" => new EtsMethod(Mam, Mam),
            _ => new EtsMethod(Aaa, Aaa, Mam),
        })
    {
        TakesGivenModel = true,
    };

    /// <summary>Any of the thirty models.</summary>
    public static readonly MethodCard EtsCard = new(
        "ets",
        "The exponential smoothing model that you name.",
        [
            new OptionCard(
                "components",
                "error (A, M), trend (N, A, Ad, M, Md), season (N, A, M)",
                "ANN",
                "Which model, such as MAdM."),
            OptionCard.Season,
        ],
        options => options.GetString("components") is { } text
            ? new EtsMethod(Form(text), Form(text))
            : new EtsMethod(EtsForm.Ann))
    {
        TakesGivenModel = true,
    };

    private readonly EtsForm _form;
    private readonly EtsForm[] _givenForms;

    /// <summary>Creates the method.</summary>
    /// <param name="form">What it fits.</param>
    /// <param name="givenForms">What option <c>at</c> may name; none for any of the thirty.</param>
    private EtsMethod(EtsForm form, params EtsForm[] givenForms)
    {
        _form = form;
        _givenForms = givenForms;
    }

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals)
    {
        int needed = _form.NeededObservations(season);
        return _form.HasSeason ? Math.Max(needed, 2 * season) : needed;
    }

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        if (task.At is { } given)
        {
            return EtsGiven.Forecast(given, _form, _givenForms, task);
        }

        CheckSeason(_form, task);
        if (ConstantSeries.Is(task.Y))
        {
            return ConstantSeries.Forecast(task, new FitReport { Components = _form.ToString() });
        }

        CheckSign(_form, task);
        return EtsForecast.Of(EtsSearch.Fit(_form, task.Season, task.History, task.Budget), task);
    }

    /// <summary>Refuses multiplicative parts where observations are not positive.</summary>
    public static void CheckSign(EtsForm form, SeriesTask task)
    {
        if (form.NeedsPositive && TensorPrimitives.Min(task.Y) <= 0.0)
        {
            throw task.Refusal(
                $"the multiplicative model {form} needs observations above 0 and the smallest is "
                + FormattableString.Invariant($"{TensorPrimitives.Min(task.Y) * task.Scale}")
                + "; choose additive components.");
        }
    }

    /// <summary>Refuses a seasonal form where the season cannot be fitted.</summary>
    public static void CheckSeason(EtsForm form, SeriesTask task)
    {
        if (form.HasSeason && task.Season is 1 or > EtsForm.LongestSeason)
        {
            throw task.Refusal(
                $"a seasonal model needs a season of 2 to {EtsForm.LongestSeason} observations and it has "
                + $"{task.Season} ({task.Count} observations given). Set season_length, or use mstl for longer seasons.");
        }
    }

    private static EtsForm Form(string text) => EtsForm.TryParse(text, out var form)
        ? form
        : throw new TollamaException(
            ErrorCode.BadRequest,
            $"Option 'components' is '{text}'; it must be an error (A, M), a trend (N, A, Ad, M, Md) and a season "
            + "(N, A, M), such as AAN or MAdM.");

    private static MethodCard Card(string name, string summary, EtsForm form) => new(
        name, summary, [], _ => new EtsMethod(form, form))
    {
        TakesGivenModel = true,
    };
}
