using System.Collections.Immutable;

namespace Tollama.Onnx.Runtime;

/// <summary>What is known of the native library, for <c>doctor</c>.</summary>
public sealed record EngineInfo
{
    /// <summary>Where it was found; null when it was not.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>Its version, such as <c>1.30.0</c>; null when it could not be loaded.</summary>
    public string? Version { get; init; }

    /// <summary>How it was built, in its own words; null when it could not be loaded.</summary>
    public string? Build { get; init; }

    /// <summary>
    /// Providers that its build names, best first, by the engine's names; empty when it could not be loaded.
    /// </summary>
    public ImmutableArray<string> Providers { get; init; } = [];

    /// <summary>What is wrong and what to do; null when the library is usable.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether models can be computed.</summary>
    public bool IsUsable => Fault is null;
}
