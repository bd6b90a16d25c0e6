using System.Collections.Frozen;
using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Simple;
using Tollama.Models.Baseline.Smoothing;

namespace Tollama.Models.Baseline;

/// <summary>The table of methods: one line each.</summary>
internal static class BaselineMethods
{
    /// <summary>Every method, in the order in which lists show them.</summary>
    public static readonly IReadOnlyList<MethodCard> All =
    [
        Naive.Card,
        SeasonalNaive.Card,
        Drift.Card,
        HistoricAverage.Card,
        WindowAverage.Card,
        SeasonalWindowAverage.Card,
        Ses.Card,
        Ses.OptimizedCard,
    ];

    private static readonly FrozenDictionary<string, MethodCard> ByName =
        All.ToFrozenDictionary(card => card.Name, StringComparer.Ordinal);

    /// <summary>The method of that name; null when there is none.</summary>
    public static MethodCard? Find(string name) => ByName.GetValueOrDefault(name);
}
