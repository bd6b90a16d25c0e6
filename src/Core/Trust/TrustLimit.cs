namespace Tollama.Core.Trust;

/// <summary>Two limits on the value of one factor: one that warns, one that forbids.</summary>
/// <param name="Factor">Name of the factor.</param>
/// <param name="Critical">Value that forbids automatic use.</param>
/// <param name="CriticalName">Name of that violation.</param>
/// <param name="Warning">Value that warns.</param>
/// <param name="WarningName">Name of that violation.</param>
internal sealed record TrustLimit(
    string Factor,
    double Critical,
    string CriticalName,
    double Warning,
    string WarningName)
{
    /// <summary>Whether the limit itself is still allowed.</summary>
    public bool IsExclusive { get; init; }

    /// <summary>The violation that a value means; null when it is within both limits.</summary>
    public TrustViolation? Check(double value)
    {
        if (IsBeyond(value, Critical))
        {
            return new TrustViolation(
                CriticalName,
                IsCritical: true,
                Describe(value, Critical, "must not be used without a person's decision"));
        }

        return IsBeyond(value, Warning)
            ? new TrustViolation(WarningName, IsCritical: false, Describe(value, Warning, "should be reviewed"))
            : null;
    }

    /// <summary>The critical limit lies on the far side of the warning.</summary>
    private bool IsUpper => Critical > Warning;

    private bool IsBeyond(double value, double limit) => IsExclusive
        ? (IsUpper ? value > limit : value < limit)
        : (IsUpper ? value >= limit : value <= limit);

    private string Describe(double value, double limit, string consequence) =>
        FormattableString.Invariant(
            $"{Factor} is {value:0.##}, {(IsUpper ? "above" : "below")} the limit of {limit:0.##}; the signal {consequence}."
        );
}
