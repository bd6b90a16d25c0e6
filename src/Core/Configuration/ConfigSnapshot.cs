using System.Text.Json.Nodes;
using Tollama.Core.Errors;

namespace Tollama.Core.Configuration;

/// <summary>What the settings file held when it was read.</summary>
/// <param name="Exists">Whether there is a file.</param>
/// <param name="Raw">The document as it stands; null when there is no file or it is not a JSON object.</param>
/// <param name="Config">The settings; null when the file cannot be used.</param>
/// <param name="Error">Why the file cannot be used; null when it can, or when there is none.</param>
public sealed record ConfigSnapshot(bool Exists, JsonObject? Raw, TollamaConfig? Config, string? Error)
{
    /// <summary>The settings.</summary>
    /// <exception cref="TollamaException">Misconfigured: the file cannot be used.</exception>
    public TollamaConfig Require() =>
        Config ?? throw new TollamaException(ErrorCode.Misconfigured, Error!); // one of the two is set
}
