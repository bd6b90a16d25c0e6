using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Combination;

/// <summary>One method to choose from, and how it did on the held-out windows of a series.</summary>
/// <param name="Card">Its line in the table.</param>
/// <param name="Method">The method.</param>
internal sealed record AutoCandidate(MethodCard Card, IForecastMethod Method)
{
    /// <summary>Mean absolute error on each window that it forecast, the newest first, in the task's unit.</summary>
    public IReadOnlyList<double> Errors { get; init; } = [];

    /// <summary>What its slowest window took, in seconds: about what the forecast itself will take.</summary>
    public double Seconds { get; init; }

    /// <summary>Whether time was up before it had forecast its windows to the end.</summary>
    public bool IsOutOfTime { get; init; }

    /// <summary>Observations that it needs before the newest window, where it has fewer; null otherwise.</summary>
    public int? Lacks { get; init; }

    /// <summary>Why it refused the newest window, a sentence; null when it did not, or was not asked.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether it cannot forecast the newest window.</summary>
    public bool IsImpossible => Lacks is not null || Refusal is not null;

    /// <summary>Name of the method.</summary>
    public string Name => Card.Name;

    /// <summary>The series as this method is given it.</summary>
    public SeriesTask TaskOf(SeriesTask task, FitBudget budget) => task with
    {
        Method = Name,
        Budget = budget,
        Regressors = Card.TakesRegressors ? task.Regressors : [],
    };
}
