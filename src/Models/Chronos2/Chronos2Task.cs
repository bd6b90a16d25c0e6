namespace Tollama.Models.Chronos2;

/// <summary>One series to forecast with its covariates: the group of rows that the network attends over.</summary>
internal sealed class Chronos2Task
{
    /// <summary>The target first, then its covariates; <c>(variates, length)</c>, cut to the model's context.</summary>
    public required float[][] Context { get; init; }

    /// <summary>
    /// What is known of each row over the horizon, <c>(variates, horizon)</c>; empty for rows known in the past only.
    /// </summary>
    public required float[][] Future { get; init; }

    /// <summary>Steps to forecast.</summary>
    public required int Horizon { get; init; }

    /// <summary>
    /// The target's forecast at each trained level once the task has run, <c>(levels, horizon)</c>; else empty.
    /// </summary>
    public float[][] Quantiles { get; set; } = [];
}
