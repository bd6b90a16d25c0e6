namespace Tollama.Models.Checkpoints;

/// <summary>A network in the engine with the config that it was built by; owns its session.</summary>
/// <typeparam name="TConfig">What the family reads off a checkpoint's config.</typeparam>
/// <param name="config">The config.</param>
/// <param name="session">The loaded graph.</param>
internal abstract class LoadedNetwork<TConfig>(TConfig config, NetworkSession session) : IDisposable
{
    /// <summary>What the checkpoint's config says.</summary>
    public TConfig Config { get; } = config;

    /// <summary>Bytes of the weights as they are loaded.</summary>
    public long WeightBytes => Session.WeightBytes;

    /// <summary>The loaded graph.</summary>
    protected NetworkSession Session { get; } = session;

    /// <inheritdoc/>
    public void Dispose() => Session.Dispose();
}
