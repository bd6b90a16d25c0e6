using Tollama.Models.Checkpoints;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.TimesFm;

/// <summary>The loaded network. Runs may overlap.</summary>
internal sealed class TimesFmNetwork : LoadedNetwork<TimesFmConfig>
{
    private TimesFmNetwork(TimesFmConfig config, NetworkSession session)
        : base(config, session)
    {
    }

    /// <summary>Loads a checkpoint folder.</summary>
    /// <inheritdoc cref="NetworkSession.Load"/>
    public static TimesFmNetwork Load(
        InferenceEngine engine, string snapshotPath, SessionSettings settings, CancellationToken cancellationToken)
    {
        var config = ReadConfig(snapshotPath);
        var session = NetworkSession.Load(
            engine,
            snapshotPath,
            checkpoint => TimesFmGraph.Build(config, checkpoint),
            settings,
            cancellationToken);
        return new TimesFmNetwork(config, session);
    }

    /// <summary>The geometry of a checkpoint folder, which its tensors tell.</summary>
    /// <exception cref="Core.Errors.TollamaException">
    /// ModelUnsupported: files that are broken or fit no geometry.
    /// </exception>
    public static TimesFmConfig ReadConfig(string snapshotPath)
    {
        using var checkpoint = SafetensorsCheckpoint.Open(snapshotPath);
        return ReadConfig(snapshotPath, checkpoint);
    }

    /// <summary>The geometry of opened weights, and what the config beside them adds to it.</summary>
    /// <exception cref="Core.Errors.TollamaException">ModelUnsupported: they fit no geometry.</exception>
    public static TimesFmConfig ReadConfig(string snapshotPath, SafetensorsCheckpoint checkpoint)
    {
        float epsilon = TimesFmPort.NormEpsilon(ConfigSection.TryOpen(snapshotPath));
        return TimesFmConfig.Read(checkpoint) with { NormEpsilon = epsilon };
    }

    /// <summary>Runs one call.</summary>
    public TimesFmOutput Run(TimesFmCall call, CancellationToken cancellation)
    {
        int patch = call.Values.Length / (call.Rows * call.Patches);
        long[] points = call.PointPositions();
        long[] spreads = call.QuantilePositions();
        var engine = Session.Engine;
        using var values = TensorValue.Wrap<float>(engine, call.Values, call.Rows, call.Patches, patch);
        using var mask = TensorValue.Wrap<float>(engine, call.Mask, call.Rows, call.Patches, patch);
        using var pointPositions = TensorValue.Wrap<long>(engine, points, points.Length);
        using var spreadPositions = TensorValue.Wrap<long>(engine, spreads, spreads.Length);
        using var result = Session.Run(
            [
                new("patches", values),
                new("mask", mask),
                new("point_positions", pointPositions),
                new("quantile_positions", spreadPositions),
            ],
            (long)call.Rows * call.Patches,
            cancellation);
        return new TimesFmOutput(
            result["points"].AsSpan<float>().ToArray(), result["quantiles"].AsSpan<float>().ToArray());
    }
}
