using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Ets;

/// <summary>An exponential smoothing model with parameters, run through a series, in the task's unit.</summary>
internal sealed class EtsFit
{
    private readonly int _season;

    /// <summary>Runs a model through a series.</summary>
    /// <param name="form">Which model.</param>
    /// <param name="season">Season length m.</param>
    /// <param name="weights">Smoothing parameters.</param>
    /// <param name="states">Initial states in the order of <see cref="EtsStartStates"/>.</param>
    /// <param name="y">Observations.</param>
    public EtsFit(EtsForm form, int season, EtsWeights weights, double[] states, ReadOnlyMemory<double> y)
    {
        Form = form;
        Weights = weights;
        InitialStates = states;
        _season = form.HasSeason ? season : 1;
        int n = y.Length;
        var path = new EtsPath(n, _season);
        path.Start(form, states);
        Criterion = EtsFilter.Run(form, weights, y.Span, path);
        Level = path.Level[n];
        Growth = path.Growth[n];
        Seasonals = form.HasSeason ? path.Season[n..] : [];
        int free = form.FreeCount(season);
        Sigma2 = path.SquaredErrors / (n - free);
        Aicc = InformationCriterion.Corrected(Criterion, free + 1, n);
        HasGrowthOfData = EtsGrowth.IsBorneOut(form, weights, path, Sigma2, n);
    }

    /// <summary>Which model.</summary>
    public EtsForm Form { get; }

    /// <summary>Smoothing parameters.</summary>
    public EtsWeights Weights { get; }

    /// <summary>Initial states.</summary>
    public double[] InitialStates { get; }

    /// <summary>L, minus twice the log-likelihood.</summary>
    public double Criterion { get; }

    /// <summary>Corrected Akaike criterion (<see cref="InformationCriterion"/>).</summary>
    public double Aicc { get; }

    /// <summary>σ² = Σe²/(n−p).</summary>
    public double Sigma2 { get; }

    /// <summary>Whether the history bears the trend out (<see cref="EtsGrowth"/>).</summary>
    public bool HasGrowthOfData { get; }

    /// <summary>Level after the last observation.</summary>
    public double Level { get; }

    /// <summary>Growth after the last observation.</summary>
    public double Growth { get; }

    /// <summary>Seasonals of the next m steps, the next step's first; empty without season.</summary>
    public double[] Seasonals { get; }

    /// <summary>The report in the caller's unit.</summary>
    /// <param name="count">Number of observations.</param>
    /// <param name="scale">The unit.</param>
    public FitReport Report(int count, double scale)
    {
        double shift = 2.0 * count * Math.Log(scale);
        var parameters = new List<KeyValuePair<string, double>> { new("alpha", Weights.Alpha) };
        if (Form.HasTrend)
        {
            parameters.Add(new("beta", Weights.Beta));
        }

        if (Form.HasSeason)
        {
            parameters.Add(new("gamma", Weights.Gamma));
        }

        if (Form.IsDamped)
        {
            parameters.Add(new("phi", Weights.Phi));
        }

        bool isRelative = Form.Error == EtsComponent.Multiplicative;
        return new FitReport
        {
            Components = Form.ToString(),
            Parameters = parameters,
            InitialStates = ScaleStates(Form, InitialStates, scale),
            LogLikelihood = -0.5 * (Criterion + shift),
            Aicc = Aicc + shift,
            Sigma2 = isRelative ? Sigma2 : Sigma2 * scale * scale,
        };
    }

    /// <summary>States with those that carry the unit of the series multiplied by a factor.</summary>
    public static double[] ScaleStates(EtsForm form, IReadOnlyList<double> states, double factor)
    {
        double[] scaled = [.. states];
        scaled[0] *= factor;
        int next = 1;
        if (form.HasTrend)
        {
            scaled[next++] *= form.Trend == EtsComponent.Additive ? factor : 1.0;
        }

        for (int j = next; j < scaled.Length && form.Season == EtsComponent.Additive; j++)
        {
            scaled[j] *= factor;
        }

        return scaled;
    }

    /// <summary>Seasonal of step k ≥ 1; what leaves the mean alone without season.</summary>
    public double Seasonal(int step) => Form.HasSeason ? Seasonals[(step - 1) % _season] : 0.0;
}
