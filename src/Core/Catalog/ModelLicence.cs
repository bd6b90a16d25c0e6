namespace Tollama.Core.Catalog;

/// <summary>Licence of a model and whether it was accepted (storage-and-config §2).</summary>
public sealed record ModelLicence
{
    /// <summary>Identifier, such as <c>apache-2.0</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Whether the user must accept it before the first pull.</summary>
    public bool NeedsAcceptance { get; init; }

    /// <summary>Whether it was accepted, or needs no acceptance.</summary>
    public bool Accepted { get; init; }

    /// <summary>When it was accepted, ISO UTC; null when it was not.</summary>
    public string? AcceptedAt { get; init; }

    /// <summary>What the user should read; null when there is nothing to say.</summary>
    public string? Notice { get; init; }
}
