using Tollama.Core.Errors;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.TimesFm;

/// <summary>
/// Dimensions of a TimesFM 2.5 checkpoint, read from its tensors: the official loader takes none from
/// <c>config.json</c> (models/timesfm-2.5 §2).
/// </summary>
internal sealed record TimesFmConfig
{
    private const int OfficialContextLimit = 16384;

    /// <summary>Mean, then the levels 0.1…0.9.</summary>
    public int Channels { get; } = 10;

    /// <summary>Points of an input patch.</summary>
    public required int Patch { get; init; }

    /// <summary>Steps of an output patch; a whole number of input patches.</summary>
    public required int OutputPatch { get; init; }

    /// <summary>Steps that the quantile head covers.</summary>
    public required int QuantileHorizon { get; init; }

    /// <summary>Transformer layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Model width.</summary>
    public required int Width { get; init; }

    /// <summary>Attention heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Width of one head, even.</summary>
    public int HeadDim => Width / Heads;

    /// <summary>ε of the RMS norms.</summary>
    public float NormEpsilon { get; init; } = 1e-6f;

    /// <summary>Tensor names of this checkpoint.</summary>
    public required TimesFmNames Names { get; init; }

    /// <summary>Most points of context and horizon together.</summary>
    public int ContextLimit { get; } = OfficialContextLimit;

    /// <summary>A context rounded up to whole patches.</summary>
    public int RoundContext(int context) => (context + Patch - 1) / Patch * Patch;

    /// <summary>A horizon rounded up to whole output patches.</summary>
    public int RoundHorizon(int horizon) => (horizon + OutputPatch - 1) / OutputPatch * OutputPatch;

    /// <summary>Reads the dimensions.</summary>
    /// <exception cref="TollamaException">
    /// ModelUnsupported: tensors missing, or of shapes that fit no geometry.
    /// </exception>
    public static TimesFmConfig Read(SafetensorsCheckpoint checkpoint)
    {
        var names = TimesFmNames.Detect(checkpoint);
        int channels = 10;
        int inputWidth = Size(checkpoint, $"{names.Tokenizer}.{names.Hidden}.weight", 1);
        int pointOutputs = Size(checkpoint, $"{names.PointHead}.output_layer.weight", 0);
        int quantileOutputs = Size(checkpoint, $"{names.QuantileHead}.output_layer.weight", 0);
        int width = Size(checkpoint, $"{names.Tokenizer}.output_layer.weight", 0);
        int headDim = Size(checkpoint, names.Layer(0).QueryNorm, 0);
        int layers = 0;
        while (checkpoint.TryGet(names.Layer(layers).PreAttention, out _))
        {
            layers++;
        }

        var config = new TimesFmConfig
        {
            Names = names,
            Patch = inputWidth / 2,
            OutputPatch = pointOutputs / channels,
            QuantileHorizon = quantileOutputs / channels,
            Layers = layers,
            Width = width,
            Heads = Math.Max(1, width / headDim),
        };
        bool fits = inputWidth % 2 == 0 && pointOutputs % channels == 0 && quantileOutputs % channels == 0
            && headDim % 2 == 0 && width % headDim == 0 && config.OutputPatch % config.Patch == 0;
        return fits
            ? config
            : throw new TollamaException(
                ErrorCode.ModelUnsupported,
                $"The checkpoint's tensors fit no TimesFM 2.5: tokenizer input {inputWidth}, point outputs "
                    + $"{pointOutputs}, "
                + $"quantile outputs {quantileOutputs}, width {width}, head width {headDim}.");
    }

    private static int Size(SafetensorsCheckpoint checkpoint, string name, int axis)
    {
        var tensor = checkpoint.Get(name);
        return tensor.Shape.Length > axis && tensor.Shape[axis] is > 0 and <= int.MaxValue
            ? (int)tensor.Shape[axis]
            : throw new TollamaException(ErrorCode.ModelUnsupported, $"Tensor {tensor} has no usable axis {axis}.");
    }
}
