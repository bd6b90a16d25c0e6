namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// Which of the thirty exponential smoothing models, as the taxonomy of Hyndman, Koehler, Ord, Snyder (2008), table
/// 2.1, names them: error, trend (d = damped), season, such as <c>MAdM</c>.
/// </summary>
/// <param name="Error">Additive or multiplicative errors.</param>
/// <param name="Trend">Trend.</param>
/// <param name="IsDamped">Whether the trend fades by φ at each step.</param>
/// <param name="Season">Season.</param>
internal readonly record struct EtsForm(EtsComponent Error, EtsComponent Trend, bool IsDamped, EtsComponent Season)
{
    /// <summary>The longest season whose states are estimated.</summary>
    public const int LongestSeason = 24;

    private const int SpareObservations = 3;

    /// <summary>Simple exponential smoothing.</summary>
    public static readonly EtsForm Ann = new(EtsComponent.Additive, EtsComponent.None, false, EtsComponent.None);

    /// <summary>Holt's linear trend.</summary>
    public static readonly EtsForm Aan = Ann with { Trend = EtsComponent.Additive };

    /// <summary>Holt's linear trend, damped.</summary>
    public static readonly EtsForm Aadn = Aan with { IsDamped = true };

    /// <summary>Whether there is a trend.</summary>
    public bool HasTrend => Trend != EtsComponent.None;

    /// <summary>Whether there is a season.</summary>
    public bool HasSeason => Season != EtsComponent.None;

    /// <summary>Whether states are affine functions of the initial states (whatever the errors are).</summary>
    public bool HasLinearStates => Trend != EtsComponent.Multiplicative && Season != EtsComponent.Multiplicative;

    /// <summary>Whether any part is multiplicative, so that observations must be positive.</summary>
    public bool NeedsPositive =>
        Error == EtsComponent.Multiplicative
        || Trend == EtsComponent.Multiplicative
        || Season == EtsComponent.Multiplicative;

    /// <summary>Number of smoothing parameters: α, and β, φ, γ where they occur.</summary>
    public int WeightCount => 1 + (HasTrend ? 1 : 0) + (IsDamped ? 1 : 0) + (HasSeason ? 1 : 0);

    /// <summary>
    /// Number of free values p: smoothing parameters and initial states, one seasonal being fixed by the others.
    /// </summary>
    public int FreeCount(int season) => WeightCount + 1 + (HasTrend ? 1 : 0) + (HasSeason ? season - 1 : 0);

    /// <summary>Fewest observations that tell the free values and leave some for the variance.</summary>
    public int NeededObservations(int season) => FreeCount(season) + SpareObservations;

    /// <summary>Reads a name; false when it is none of the thirty.</summary>
    public static bool TryParse(string text, out EtsForm form)
    {
        form = default;
        bool isDamped = text.Length == 4 && text[2] == 'd';
        if (text.Length != 3 && !isDamped)
        {
            return false;
        }

        form = new EtsForm(Component(text[0]), Component(text[1]), isDamped, Component(text[^1]));
        return string.Equals(form.ToString(), text, StringComparison.Ordinal)
            && form.Error != EtsComponent.None
            && (form.HasTrend || !isDamped);
    }

    /// <summary>The name, such as <c>MAdM</c>.</summary>
    public override string ToString() => $"{Letter(Error)}{Letter(Trend)}{(IsDamped ? "d" : "")}{Letter(Season)}";

    private static EtsComponent Component(char letter) => letter switch
    {
        'A' => EtsComponent.Additive,
        'M' => EtsComponent.Multiplicative,
        _ => EtsComponent.None,
    };

    private static char Letter(EtsComponent component) => component switch
    {
        EtsComponent.Additive => 'A',
        EtsComponent.Multiplicative => 'M',
        _ => 'N',
    };
}
