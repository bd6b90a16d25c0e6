namespace Tollama.Actors.Hosting;

/// <summary>Settings of the grain runtime.</summary>
public sealed record ActorsOptions
{
    /// <summary>Folder for grain states.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Name of this silo.</summary>
    public string SiloName { get; init; } = "local";

    /// <summary>How long an activation may be idle before it is collected.</summary>
    public TimeSpan CollectionAge { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often idle activations are looked for.</summary>
    public TimeSpan CollectionQuantum { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Time a grain has to activate before its token is cancelled.</summary>
    public TimeSpan ActivationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time a grain has to deactivate before its token is cancelled.</summary>
    public TimeSpan DeactivationTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
