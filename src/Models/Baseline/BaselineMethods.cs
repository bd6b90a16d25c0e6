using System.Collections.Frozen;
using Tollama.Models.Baseline.Arima;
using Tollama.Models.Baseline.Ces;
using Tollama.Models.Baseline.Combination;
using Tollama.Models.Baseline.Ets;
using Tollama.Models.Baseline.Intermittent;
using Tollama.Models.Baseline.M4;
using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Mstl;
using Tollama.Models.Baseline.Simple;
using Tollama.Models.Baseline.Smoothing;
using Tollama.Models.Baseline.Theta;

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
        EtsMethod.HoltCard,
        EtsMethod.HoltDampedCard,
        EtsMethod.HoltWintersCard,
        EtsMethod.EtsCard,
        AutoEts.Card,
        ThetaMethod.ThetaCard,
        ThetaMethod.AutoCard,
        CesMethod.CesCard,
        CesMethod.AutoCard,
        ArimaMethod.Card,
        AutoArima.Card,
        MstlMethod.Card,
        M4Method.Naive2Card,
        M4Method.SesCard,
        M4Method.HoltCard,
        M4Method.DampedCard,
        M4Method.ThetaCard,
        M4Method.CombCard,
        Croston.Card,
        Croston.SbaCard,
        Croston.OptimizedCard,
        Tsb.Card,
        Aggregation.AdidaCard,
        Aggregation.ImapaCard,
        EnsembleMethod.Card,
        AutoMethod.Card,
    ];

    private static readonly FrozenDictionary<string, MethodCard> ByName =
        All.ToFrozenDictionary(card => card.Name, StringComparer.Ordinal);

    /// <summary>The method of that name; null when there is none.</summary>
    public static MethodCard? Find(string name) => ByName.GetValueOrDefault(name);
}
