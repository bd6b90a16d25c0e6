using Tollama.Onnx.Encoding;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Sundial;

/// <summary>The network in the engine. Runs may overlap.</summary>
internal sealed class SundialNetwork : ISundialNetwork, IDisposable
{
    private readonly InferenceEngine _engine;
    private readonly SafetensorsCheckpoint _checkpoint;
    private readonly Session _session;
    private readonly SundialConfig _config;

    private SundialNetwork(
        InferenceEngine engine, SafetensorsCheckpoint checkpoint, Session session, SundialConfig config)
    {
        _engine = engine;
        _checkpoint = checkpoint;
        _session = session;
        _config = config;
    }

    /// <summary>Loads a checkpoint and takes it over.</summary>
    public static SundialNetwork Load(
        InferenceEngine engine,
        SafetensorsCheckpoint checkpoint,
        SundialConfig config,
        SessionSettings settings,
        CancellationToken cancellation)
    {
        var model = ModelWriter.Write(SundialGraph.Build(config, checkpoint));
        return new SundialNetwork(
            engine, checkpoint, engine.CreateSession(model, checkpoint, settings, cancellation), config);
    }

    /// <inheritdoc/>
    public float[] Run(IReadOnlyList<SundialRow> rows, float[] noise, int samples, CancellationToken cancellation)
    {
        int width = 2 * _config.Patch;
        int length = rows[0].Tokens * width;
        var tokens = new float[rows.Count * length];
        for (int r = 0; r < rows.Count; r++)
        {
            rows[r].Fill(tokens.AsSpan(r * length, length));
        }

        using var patches = TensorValue.Wrap<float>(_engine, tokens, rows.Count, rows[0].Tokens, width);
        using var given = TensorValue.Wrap<float>(_engine, noise, rows.Count, samples, _config.Block);
        using var result = _session.Run([new("patches", patches), new("noise", given)], cancellation);
        return result["samples"].AsSpan<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _checkpoint.Dispose();
    }
}
