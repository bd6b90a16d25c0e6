using Tollama.Onnx.Encoding;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.TimesFm;

/// <summary>The network in the engine. Runs may overlap.</summary>
internal sealed class TimesFmNetwork : ITimesFmNetwork, IDisposable
{
    private readonly InferenceEngine _engine;
    private readonly SafetensorsCheckpoint _checkpoint;
    private readonly Session _session;

    private TimesFmNetwork(InferenceEngine engine, SafetensorsCheckpoint checkpoint, Session session)
    {
        _engine = engine;
        _checkpoint = checkpoint;
        _session = session;
    }

    /// <summary>Loads a checkpoint and takes it over.</summary>
    public static TimesFmNetwork Load(
        InferenceEngine engine,
        SafetensorsCheckpoint checkpoint,
        TimesFmConfig config,
        SessionSettings settings,
        CancellationToken cancellation)
    {
        var model = ModelWriter.Write(TimesFmGraph.Build(config, checkpoint));
        return new TimesFmNetwork(
            engine, checkpoint, engine.CreateSession(model, checkpoint, settings, cancellation));
    }

    /// <inheritdoc/>
    public TimesFmOutput Run(TimesFmCall call, CancellationToken cancellation)
    {
        int patch = call.Values.Length / (call.Rows * call.Patches);
        long[] points = call.PointPositions();
        long[] spreads = call.QuantilePositions();
        using var values = TensorValue.Wrap<float>(_engine, call.Values, call.Rows, call.Patches, patch);
        using var mask = TensorValue.Wrap<float>(_engine, call.Mask, call.Rows, call.Patches, patch);
        using var pointPositions = TensorValue.Wrap<long>(_engine, points, points.Length);
        using var spreadPositions = TensorValue.Wrap<long>(_engine, spreads, spreads.Length);
        using var result = _session.Run(
            [
                new("patches", values),
                new("mask", mask),
                new("point_positions", pointPositions),
                new("quantile_positions", spreadPositions),
            ],
            cancellation);
        return new TimesFmOutput(
            result["points"].AsSpan<float>().ToArray(), result["quantiles"].AsSpan<float>().ToArray());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _checkpoint.Dispose();
    }
}
