using Tollama.Models.Checkpoints;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Moirai;

/// <summary>The loaded network. Runs may overlap.</summary>
internal sealed class MoiraiNetwork : LoadedNetwork<MoiraiConfig>
{
    private MoiraiNetwork(MoiraiConfig config, NetworkSession session)
        : base(config, session)
    {
    }

    /// <summary>Loads a checkpoint folder.</summary>
    /// <inheritdoc cref="NetworkSession.Load"/>
    public static MoiraiNetwork Load(
        InferenceEngine engine, string snapshotPath, SessionSettings settings, CancellationToken cancellationToken)
    {
        var config = MoiraiConfig.Read(ConfigSection.Open(snapshotPath));
        var session = NetworkSession.Load(
            engine,
            snapshotPath,
            checkpoint => MoiraiGraph.Build(config, checkpoint),
            settings,
            cancellationToken);
        return new MoiraiNetwork(config, session);
    }

    /// <summary>Runs one call; the result is <c>(rows, predicted patches, levels, patch)</c>, still scaled.</summary>
    public float[] Run(MoiraiCall call, CancellationToken cancellation)
    {
        var engine = Session.Engine;
        using var patches = TensorValue.Wrap<float>(engine, call.Patches, call.Rows, call.Tokens, call.Width);
        using var times = TensorValue.Wrap<long>(engine, call.Times, call.Rows, call.Tokens);
        using var variates = TensorValue.Wrap<long>(engine, call.Variates, call.Rows, call.Tokens);
        using var picks = TensorValue.Wrap<long>(engine, call.Picks, call.Rows);
        using var result = Session.Run(
            [new("patches", patches), new("time_id", times), new("variate_id", variates), new("picks", picks)],
            (long)call.Rows * call.Tokens,
            cancellation);
        return result["predictions"].AsSpan<float>().ToArray();
    }
}
