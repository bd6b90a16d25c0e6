using System.Runtime.InteropServices;
using Tollama.Core.Sampling;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Checkpoints;

/// <summary>
/// Writes checkpoints with random numbers: the published structure without the published weights, for measurements and
/// trials. Matrices are normal with half the deviation that keeps a unit input at unit size, norms are near one, biases
/// near zero, so that values neither vanish nor overflow on their way through a deep network.
/// </summary>
public static class RandomCheckpoint
{
    private const double MatrixGain = 0.5;
    private const double SmallDeviation = 0.02;

    /// <summary>Writes <c>config.json</c> and <c>model.safetensors</c>.</summary>
    /// <param name="family">The family, whose own reader of weights names the tensors.</param>
    /// <param name="template">What to write.</param>
    /// <param name="folder">Where; made when it is missing. Files of these names are replaced.</param>
    /// <param name="seed">Same seed, same numbers.</param>
    /// <param name="progress">Told the bytes written so far and in all; null for nobody.</param>
    /// <returns>The tensors written.</returns>
    public static IReadOnlyList<TensorSpec> Write(
        INetworkFamily family,
        CheckpointTemplate template,
        string folder,
        long seed,
        Action<long, long>? progress = null)
    {
        var tensors = Plan(family, template, folder);
        long total = tensors.Sum(spec => spec.ByteLength);
        long written = 0;
        SafetensorsWriter.Write(
            Path.Combine(folder, SafetensorsCheckpoint.SingleName),
            tensors,
            (spec, bytes) =>
            {
                Fill(spec, MemoryMarshal.Cast<byte, float>(bytes), seed);
                written += spec.ByteLength;
                progress?.Invoke(written, total);
            });
        return tensors;
    }

    /// <summary>Writes the config and finds out which tensors go with it, in order of their names.</summary>
    internal static TensorSpec[] Plan(INetworkFamily family, CheckpointTemplate template, string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, ConfigSection.FileName), template.Config);
        using var plan = SafetensorsCheckpoint.Plan(folder, template.Tensors);
        family.Describe(folder, plan);
        return
        [
            .. plan.Tensors
                .OrderBy(tensor => tensor.Name, StringComparer.Ordinal)
                .Select(tensor => TensorSpec.Float32(tensor.Name, tensor.Shape.AsSpan())),
        ];
    }

    private static void Fill(TensorSpec spec, Span<float> values, long seed)
    {
        var (mean, deviation) = Distribution(spec);
        new SeriesNoise(seed, spec.Name).At(0, 0).FillNormal(values);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(mean + (deviation * values[i]));
        }
    }

    private static (double Mean, double Deviation) Distribution(TensorSpec spec)
    {
        if (spec.Shape.Length < 2)
        {
            return (spec.Name.EndsWith("bias", StringComparison.Ordinal) ? 0 : 1, SmallDeviation);
        }

        long inputs = spec.Shape.Skip(1).Aggregate(1L, (product, size) => product * size);
        return (0, MatrixGain / Math.Sqrt(inputs));
    }
}
