using System.Text.RegularExpressions;

namespace Tollama.Models.Baseline.Arima;

/// <summary>
/// What a report and option <c>at</c> call the parameters of an ARIMA model. Coefficients of covariates stand among
/// them under the covariates' names.
/// </summary>
internal static partial class ArimaNames
{
    /// <summary>The mean of a model that differences nothing.</summary>
    public const string Mean = "intercept";

    /// <summary>The slope of a model that differences once.</summary>
    public const string Drift = "drift";

    /// <summary>Whether a covariate of this name could be mistaken for a parameter of some ARIMA model.</summary>
    public static bool IsTaken(string name) => Parameter().IsMatch(name);

    [GeneratedRegex(
        @"^(intercept|drift|s?(ar|ma)[0-9]+)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Parameter();
}
