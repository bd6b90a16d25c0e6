using Tollama.Models.Blocks;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Sundial;

/// <summary>The loaded network. Runs may overlap.</summary>
internal sealed class SundialNetwork : LoadedNetwork<SundialConfig>
{
    private readonly string[] _cacheNames;

    private SundialNetwork(SundialConfig config, NetworkSession session, bool keepsCache)
        : base(config, session)
    {
        _cacheNames = keepsCache ? KeyValueCache.Names(Enumerable.Range(0, config.Layers)) : [];
    }

    /// <summary>Loads a checkpoint folder.</summary>
    /// <inheritdoc cref="NetworkSession.Load"/>
    /// <param name="engine">The engine.</param>
    /// <param name="snapshotPath">The folder.</param>
    /// <param name="horizon">Longest horizon that will be asked for.</param>
    /// <param name="settings">How to run it.</param>
    /// <param name="cancellationToken">Gives up loading.</param>
    public static SundialNetwork Load(
        InferenceEngine engine,
        string snapshotPath,
        int horizon,
        SessionSettings settings,
        CancellationToken cancellationToken)
    {
        var config = SundialConfig.Read(ConfigSection.Open(snapshotPath));
        bool keepsCache = config.LongestHorizon(horizon) > config.Block;
        var session = NetworkSession.Load(
            engine,
            snapshotPath,
            checkpoint => SundialGraph.Build(config, checkpoint, keepsCache),
            settings,
            cancellationToken);
        return new SundialNetwork(config, session, keepsCache);
    }

    /// <summary>Samples the block that follows rows of equally many tokens.</summary>
    /// <param name="rows">The series.</param>
    /// <param name="noise"><c>(rows, samples, block)</c>, standard normal.</param>
    /// <param name="past">The call that has read the rows' first tokens; null for none.</param>
    /// <param name="cancellation">Stops the run.</param>
    public SundialPass Run(
        IReadOnlyList<SundialRow> rows,
        float[] noise,
        SundialPass? past,
        CancellationToken cancellation)
    {
        int first = past?.Tokens ?? 0;
        int added = rows[0].Tokens - first;
        int width = 2 * Config.Patch;
        int length = added * width;
        var tokens = new float[rows.Count * length];
        for (int r = 0; r < rows.Count; r++)
        {
            rows[r].Fill(first, tokens.AsSpan(r * length, length));
        }

        var engine = Session.Engine;
        int samples = noise.Length / (rows.Count * Config.Block);
        using var patches = TensorValue.Wrap<float>(engine, tokens, rows.Count, added, width);
        using var given = TensorValue.Wrap<float>(engine, noise, rows.Count, samples, Config.Block);
        using var nothing = TensorValue.Wrap<float>(engine, Array.Empty<float>(), rows.Count, 0, Config.Width);
        NamedTensor[] inputs =
        [
            new("patches", patches),
            new("noise", given),
            .. _cacheNames.Select(name => new NamedTensor(KeyValueCache.InputOf(name), past?.Cached(name) ?? nothing)),
        ];
        return new SundialPass(Session.Run(inputs, (long)rows.Count * added, cancellation), rows[0].Tokens);
    }
}
