using Tollama.Onnx.Encoding;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Checkpoints;

/// <summary>A graph loaded over the checkpoint that its weights lie in; owns both. Runs may overlap.</summary>
internal sealed class NetworkSession : IDisposable
{
    private readonly SafetensorsCheckpoint _checkpoint;
    private readonly Session _session;

    private NetworkSession(SafetensorsCheckpoint checkpoint, Session session)
    {
        _checkpoint = checkpoint;
        _session = session;
    }

    /// <summary>The engine that runs it.</summary>
    public InferenceEngine Engine => _session.Engine;

    /// <summary>Bytes of the weights as they are loaded.</summary>
    public long WeightBytes => _checkpoint.LoadedBytes;

    /// <summary>Builds a graph from the weights of a checkpoint folder and loads it on a device.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="snapshotPath">The folder.</param>
    /// <param name="build">Makes the graph from the opened weights.</param>
    /// <param name="settings">How to run it.</param>
    /// <param name="cancellationToken">Gives up loading.</param>
    /// <exception cref="Core.Errors.TollamaException">
    /// ModelUnsupported: files that are broken or do not fit the config. DependencyMissing, ForecastFailed,
    /// InsufficientMemory: the engine is missing, refuses the graph, or has no room.
    /// </exception>
    public static NetworkSession Load(
        InferenceEngine engine,
        string snapshotPath,
        Func<SafetensorsCheckpoint, GraphSpec> build,
        SessionSettings settings,
        CancellationToken cancellationToken)
    {
        var checkpoint = SafetensorsCheckpoint.Open(snapshotPath);
        bool isLoaded = false;
        try
        {
            var model = ModelWriter.Write(build(checkpoint));
            var session = engine.CreateSession(model, checkpoint, settings, cancellationToken);
            isLoaded = true;
            return new NetworkSession(checkpoint, session);
        }
        finally
        {
            if (!isLoaded)
            {
                checkpoint.Dispose();
            }
        }
    }

    /// <summary>Computes every output.</summary>
    /// <inheritdoc cref="Session.Run(ReadOnlySpan{NamedTensor}, CancellationToken)"/>
    public RunResult Run(ReadOnlySpan<NamedTensor> inputs, CancellationToken cancellationToken) =>
        _session.Run(inputs, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _checkpoint.Dispose();
    }
}
