using Tollama.Models.Checkpoints;

namespace Tollama.Models.Toto;

/// <summary>Configuration of a Toto 1 checkpoint (models/toto §2).</summary>
internal sealed record TotoConfig
{
    private const string ScalerKey = "scaler_cls";
    private const string OutputKey = "output_distribution_classes";
    private const string PeriodKey = "spacewise_every_n_layers";

    /// <summary>Points of a patch.</summary>
    public required int Patch { get; init; }

    /// <summary>Model width.</summary>
    public required int Width { get; init; }

    /// <summary>Width of the gated perceptron.</summary>
    public required int Hidden { get; init; }

    /// <summary>Layers of both kinds.</summary>
    public required int Layers { get; init; }

    /// <summary>Attention heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Student-t components of a step.</summary>
    public required int Components { get; init; }

    /// <summary>Whether the components are weighted; a single Student-t has no weights.</summary>
    public required bool IsMixture { get; init; }

    /// <summary>Layers from one that mixes variates to the next; 0 where there is none.</summary>
    public required int SpacePeriod { get; init; }

    /// <summary>Whether that layer is the first of its period, not the last.</summary>
    public required bool IsSpaceFirst { get; init; }

    /// <summary>Decimal orders by which the causal scale may leave the global one; null for no bound.</summary>
    public required double? ClampExponent { get; init; }

    /// <summary>Channels of one head.</summary>
    public int HeadDim => Width / Heads;

    /// <summary>The layers that look along time.</summary>
    public IEnumerable<int> TimeLayers => Enumerable.Range(0, Layers).Where(layer => !IsSpace(layer));

    /// <summary>Whether a config describes Toto 1.</summary>
    public static bool Describes(ConfigSection config) =>
        config.Has(ScalerKey) && config.Has(OutputKey) && config.Has(PeriodKey);

    /// <summary>Whether a layer mixes the variates of a patch; the others mix the patches of a variate.</summary>
    public bool IsSpace(int layer) =>
        SpacePeriod > 0 && layer % SpacePeriod == (IsSpaceFirst ? 0 : SpacePeriod - 1);

    /// <summary>Reads and checks a config.</summary>
    /// <exception cref="Core.Errors.TollamaException">
    /// ModelUnsupported: a key is missing, of a wrong type or out of range.
    /// </exception>
    public static TotoConfig Read(ConfigSection config)
    {
        if (!config.Text(ScalerKey).Contains("CausalPatchStdMeanScaler", StringComparison.Ordinal))
        {
            throw config.Wrong(ScalerKey, "CausalPatchStdMeanScaler");
        }

        int width = config.Integer("embed_dim", 2, 1 << 16);
        int heads = config.Integer("num_heads", 1, 4096);
        if (width % heads != 0 || width / heads % 2 != 0)
        {
            throw config.Wrong("num_heads", $"a divisor of embed_dim {width} that leaves heads of even width");
        }

        int patch = config.Integer("patch_size", 1, 4096);
        _ = config.Integer("stride", patch, patch);
        int layers = config.Integer("num_layers", 1, 1024);
        bool isMixture = IsMixtureOutput(config);
        return new TotoConfig
        {
            Patch = patch,
            Width = width,
            Hidden = config.Integer("mlp_hidden_dim", 1, 1 << 18),
            Layers = layers,
            Heads = heads,
            IsMixture = isMixture,
            Components = isMixture ? config.Section("output_distribution_kwargs").Integer("k_components", 1, 4096) : 1,
            SpacePeriod = Period(config, layers),
            IsSpaceFirst = config.Flag("spacewise_first", true),
            ClampExponent = config.Flag("stabilize_with_global", true)
                ? config.Number("scale_factor_exponent", 0, 300, 10)
                : null,
        };
    }

    private static bool IsMixtureOutput(ConfigSection config)
    {
        string name = config.TryFirstText(OutputKey) ?? string.Empty;
        return name.EndsWith("MixtureOfStudentTsOutput'>", StringComparison.Ordinal)
            || (name.EndsWith(".StudentTOutput'>", StringComparison.Ordinal)
                ? false
                : throw config.Wrong(OutputKey, "MixtureOfStudentTsOutput or StudentTOutput"));
    }

    private static int Period(ConfigSection config, int layers)
    {
        int period = config.Integer(PeriodKey, -1, layers);
        return period switch
        {
            -1 => 0,
            > 0 when layers % period == 0 => period,
            _ => throw config.Wrong(PeriodKey, $"-1 or a divisor of num_layers {layers}"),
        };
    }
}
