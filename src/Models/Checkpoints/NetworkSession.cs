using Tollama.Core.Inference;
using Tollama.Onnx.Encoding;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Checkpoints;

/// <summary>
/// A graph loaded over the checkpoint that its weights lie in; owns both. Runs may overlap. There are two forms of it,
/// one for few tokens and one for many (<see cref="ProductForm"/>), which compute with the same mapped weights; the
/// second is made when it is first needed.
/// </summary>
internal sealed class NetworkSession : IDisposable
{
    // Where the two forms take the same time (docs/design/onnx-graphs.md, "Two forms of a product").
    private const long ManyTokens = 192;

    private readonly SafetensorsCheckpoint _checkpoint;
    private readonly Session _session;
    private readonly Func<Session> _loadForManyTokens;
    private readonly Lock _gate = new();
    private Session? _forManyTokens;

    private NetworkSession(SafetensorsCheckpoint checkpoint, Session session, Func<Session> loadForManyTokens)
    {
        _checkpoint = checkpoint;
        _session = session;
        _loadForManyTokens = loadForManyTokens;
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
            var graph = build(checkpoint);
            Session Make(GraphSpec form, CancellationToken giveUp) => engine.CreateSession(
                ModelWriter.Write(form), checkpoint, For(graph, settings), giveUp);
            var session = Make(graph, cancellationToken);
            isLoaded = true;
            return new NetworkSession(
                checkpoint, session, () => Make(graph.ForManyTokens(), CancellationToken.None));
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
    /// <param name="inputs">A value for each input.</param>
    /// <param name="tokens">How many vectors go through each layer, all rows together.</param>
    /// <param name="cancellationToken">Stops the run between two operators.</param>
    public RunResult Run(ReadOnlySpan<NamedTensor> inputs, long tokens, CancellationToken cancellationToken) =>
        (tokens < ManyTokens ? _session : ForManyTokens()).Run(inputs, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _session.Dispose();
            _forManyTokens?.Dispose();
            _checkpoint.Dispose();
        }
    }

    private Session ForManyTokens()
    {
        lock (_gate)
        {
            return _forManyTokens ??= _loadForManyTokens();
        }
    }

    // The graph asks for the engine's fused operations itself, and a third of a load would go into looking for more. On
    // an accelerator the engine knows better which operations lie where.
    private static SessionSettings For(GraphSpec graph, SessionSettings settings) => settings with
    {
        PrepacksWeights = false,
        Optimization = graph.HasWorkForLoading || settings.Device.Kind.IsAccelerator()
            ? settings.Optimization
            : GraphOptimization.None,
    };
}
