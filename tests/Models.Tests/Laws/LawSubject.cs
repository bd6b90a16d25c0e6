using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Models.Tests.Laws;

/// <summary>A tiny checkpoint that every law is tried on, and what its family claims.</summary>
/// <param name="Family">Folder of the family's goldens.</param>
/// <param name="Checkpoint">Folder of the checkpoint.</param>
internal sealed record LawSubject(string Family, string Checkpoint)
{
    /// <summary>Longest horizon that the laws use.</summary>
    public int Horizon { get; init; } = 70;

    /// <summary>Whether a request may hold several series.</summary>
    public bool TakesSeveral { get; init; } = true;

    /// <summary>Whether there are quantiles.</summary>
    public bool HasQuantiles { get; init; } = true;

    /// <summary>Whether numeric covariates of the past are used.</summary>
    public bool TakesPast { get; init; }

    /// <summary>Whether numeric covariates of the horizon are used.</summary>
    public bool TakesFuture { get; init; }

    /// <summary>Whether values may be missing.</summary>
    public bool TakesGaps { get; init; }

    /// <summary>Whether a scaled and shifted series has the scaled and shifted forecast.</summary>
    public bool Moves { get; init; } = true;

    /// <summary>Whether forecasts are made of samples.</summary>
    public bool Samples { get; init; }

    /// <summary>The table.</summary>
    public static IReadOnlyList<LawSubject> All { get; } =
    [
        new("chronos", "chronos-2") { TakesPast = true, TakesFuture = true, TakesGaps = true },
        new("chronos", "chronos-2_short") { TakesPast = true, TakesFuture = true, TakesGaps = true },
        new("chronos", "chronos-2_no-arcsinh") { TakesPast = true, TakesFuture = true, TakesGaps = true },
        new("chronos", "chronos-bolt-tiny") { TakesGaps = true },
        new("chronos", "chronos-bolt-tiny_no-reg") { TakesGaps = true },
        new("granite", "granite-timeseries-ttm-r2") { TakesSeveral = false, HasQuantiles = false, TakesPast = true },
        new("granite", "granite-timeseries-ttm-r2_512-96-ft-l1-r2.1") { TakesSeveral = false, HasQuantiles = false },
        new("granite", "granite-timeseries-ttm-r2_batchnorm-meanscale")
        {
            TakesSeveral = false, HasQuantiles = false, Horizon = 20,
        },
        new("sundial", "sundial-base-128m_deterministic") { Samples = true },
        new("sundial", "sundial-base-128m_short-block") { Samples = true },
        new("timesfm", "timesfm-2.5-200m-pytorch_patch16")
        {
            TakesPast = true,
            TakesFuture = true,
            TakesGaps = true,
        },
        new("timesfm", "timesfm-2.5-200m-pytorch_unfused")
        {
            TakesPast = true,
            TakesFuture = true,
            TakesGaps = true,
        },
        new("toto", "Toto-Open-Base-1.0")
        {
            Samples = true,
            TakesPast = true,
            TakesGaps = true,
            Moves = false,
        },
        new("toto", "Toto-Open-Base-1.0_small")
        {
            Samples = true,
            TakesPast = true,
            TakesGaps = true,
            Moves = false,
        },
        new("toto", "Toto-Open-Base-1.0_space-first")
        {
            Samples = true,
            TakesPast = true,
            TakesGaps = true,
            Moves = false,
        },
        new("toto", "Toto-Open-Base-1.0_student-t")
        {
            Samples = true,
            TakesPast = true,
            TakesGaps = true,
            Moves = false,
        },
        new("toto", "Toto-Open-Base-1.0_time-only")
        {
            Samples = true,
            TakesPast = true,
            TakesGaps = true,
            Moves = false,
        },
        new("uni2ts", "moirai-2.0-R-small")
        {
            TakesPast = true,
            TakesFuture = true,
            TakesGaps = true,
        },
        new("uni2ts", "moirai-2.0-R-small_p12q4")
        {
            TakesPast = true,
            TakesFuture = true,
            TakesGaps = true,
        },
    ];

    /// <summary>Loads the checkpoint as an installed model.</summary>
    public ValueTask<IForecaster> LoadAsync()
    {
        Golden.RequireEngine();
        var families = ModelFamilies.All(Golden.Engine);
        return families.CreateAsync(Artifact(families), DeviceId.Cpu, CancellationToken.None);
    }

    /// <summary>The checkpoint as an installed model.</summary>
    public ModelArtifact Artifact(ModelFamilies families)
    {
        string folder = Path.Combine(Golden.Folder(Family), "hub", Checkpoint);
        var identity =
            families.Identify(folder) ?? throw new InvalidOperationException($"No family recognises {folder}.");
        return new ModelArtifact
        {
            Name = Checkpoint,
            Family = identity.Family,
            Source = new("folder", folder, "main"),
            SnapshotPath = folder,
            Metadata = identity.Metadata,
            Capabilities = identity.Capabilities,
        };
    }

    /// <summary>A request that the family takes.</summary>
    public ForecastRequest Request(int horizon, params SeriesInput[] series) => new()
    {
        Model = Checkpoint,
        Horizon = Math.Min(horizon, Horizon),
        Quantiles = HasQuantiles ? [0.1, 0.5, 0.9] : [],
        Options = Samples
            ? LawOptions.Of(new { seed = 7, num_samples = 12 })
            : ForecastOptions.Empty,
        Series = series,
    };

    /// <summary>A series with the covariates that the family uses.</summary>
    public SeriesInput WithCovariates(SeriesInput series, int horizon)
    {
        int length = series.Target.Count;
        double[] promo = [.. Enumerable.Range(0, length + horizon).Select(t => t % 5 == 0 ? 3.0 : 1)];
        double[] price = [.. Enumerable.Range(0, length).Select(t => 20 + Math.Cos(t / 4.0))];
        Covariate known = new() { Name = "promo", Numbers = new NumberColumn(promo.AsMemory(0, length)) };
        Covariate past = new() { Name = "price", Numbers = new NumberColumn(price) };
        return series with
        {
            PastCovariates = TakesFuture ? [past, known] : TakesPast ? [past] : [],
            FutureCovariates = TakesFuture ? [known with { Numbers = new NumberColumn(promo.AsMemory(length)) }] : [],
        };
    }
}
