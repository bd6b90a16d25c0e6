using Tollama.Models.Blocks;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Toto;

/// <summary>The loaded network. Runs may overlap.</summary>
internal sealed class TotoNetwork : LoadedNetwork<TotoConfig>
{
    private readonly string[] _cacheNames;

    private TotoNetwork(TotoConfig config, NetworkSession session, bool hasLabels)
        : base(config, session)
    {
        HasLabels = hasLabels;
        _cacheNames = KeyValueCache.Names(config.TimeLayers);
    }

    /// <summary>Whether the checkpoint knows variates that are given beforehand.</summary>
    public bool HasLabels { get; }

    /// <summary>Loads a checkpoint folder.</summary>
    /// <inheritdoc cref="NetworkSession.Load"/>
    public static TotoNetwork Load(
        InferenceEngine engine, string snapshotPath, SessionSettings settings, CancellationToken cancellationToken)
    {
        var config = TotoConfig.Read(ConfigSection.Open(snapshotPath));
        bool hasLabels = false;
        var session = NetworkSession.Load(
            engine,
            snapshotPath,
            checkpoint =>
            {
                hasLabels = TotoWeights.HasLabels(checkpoint);
                return TotoGraph.Build(config, checkpoint, GraphTaps.None);
            },
            settings,
            cancellationToken);
        return new TotoNetwork(config, session, hasLabels);
    }

    /// <summary>Runs a call after the cached tokens of another.</summary>
    /// <param name="call">The call.</param>
    /// <param name="past">Whose cache to continue; null for a history.</param>
    /// <param name="cancellation">Stops between two operators.</param>
    public TotoPass Run(TotoCall call, TotoPass? past, CancellationToken cancellation)
    {
        var engine = Session.Engine;
        int width = Config.HeadDim;
        using var patches = TensorValue.Wrap<float>(
            engine,
            call.Patches,
            call.Batch,
            call.Variates,
            call.Tokens,
            Config.Patch);
        using var groups = TensorValue.Wrap<long>(engine, call.Groups, call.Batch, call.Variates);
        using var cosines = TensorValue.Wrap<float>(engine, call.Cosines, 2, call.Tokens, width, 1);
        using var sines = TensorValue.Wrap<float>(engine, call.Sines, 2, call.Tokens, width, 1);
        using var sees = TensorValue.Wrap<float>(engine, call.Sees, 1, 1, call.Tokens, call.Keys);
        using var reads = TensorValue.Wrap<long>(engine, call.Reads, call.Reads.Length);
        using var kinds = TensorValue.Wrap<long>(engine, call.Kinds, call.Variates, call.Tokens);
        using var nothing = TensorValue.Wrap<float>(
            engine,
            Array.Empty<float>(),
            call.Batch * call.Variates,
            0,
            Config.Width);

        var inputs = new List<NamedTensor>
        {
            new("patches", patches), new("groups", groups), new("cosines", cosines), new("sines", sines),
            new("sees", sees), new("reads", reads),
        };
        if (HasLabels)
        {
            inputs.Add(new("kinds", kinds));
        }

        inputs.AddRange(
            _cacheNames.Select(name => new NamedTensor(KeyValueCache.InputOf(name), past?.Cached(name) ?? nothing)));
        long tokens = (long)call.Batch * call.Variates * call.Tokens;
        return new TotoPass(Session.Run([.. inputs], tokens, cancellation), Config, call.Keys);
    }
}
