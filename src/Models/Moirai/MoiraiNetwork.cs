using Tollama.Onnx.Encoding;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Moirai;

/// <summary>The network in the engine. Runs may overlap.</summary>
internal sealed class MoiraiNetwork : IMoiraiNetwork, IDisposable
{
    private readonly InferenceEngine _engine;
    private readonly SafetensorsCheckpoint _checkpoint;
    private readonly Session _session;

    private MoiraiNetwork(InferenceEngine engine, SafetensorsCheckpoint checkpoint, Session session)
    {
        _engine = engine;
        _checkpoint = checkpoint;
        _session = session;
    }

    /// <summary>Loads a checkpoint and takes it over.</summary>
    public static MoiraiNetwork Load(
        InferenceEngine engine,
        SafetensorsCheckpoint checkpoint,
        MoiraiConfig config,
        SessionSettings settings,
        CancellationToken cancellation)
    {
        var model = ModelWriter.Write(MoiraiGraph.Build(config, checkpoint));
        return new MoiraiNetwork(
            engine, checkpoint, engine.CreateSession(model, checkpoint, settings, cancellation));
    }

    /// <inheritdoc/>
    public float[] Run(MoiraiCall call, CancellationToken cancellation)
    {
        using var patches = TensorValue.Wrap<float>(_engine, call.Patches, call.Rows, call.Tokens, call.Width);
        using var times = TensorValue.Wrap<long>(_engine, call.Times, call.Rows, call.Tokens);
        using var variates = TensorValue.Wrap<long>(_engine, call.Variates, call.Rows, call.Tokens);
        using var picks = TensorValue.Wrap<long>(_engine, call.Picks, call.Rows);
        using var result = _session.Run(
            [new("patches", patches), new("time_id", times), new("variate_id", variates), new("picks", picks)],
            cancellation);
        return result["predictions"].AsSpan<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _checkpoint.Dispose();
    }
}
