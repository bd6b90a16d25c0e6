using System.Globalization;

namespace Tollama.Actors.Abstractions;

/// <summary>One incarnation of a silo.</summary>
/// <param name="Endpoint">Where it listens, <c>host:port</c>; <c>local</c> for an embedded silo.</param>
/// <param name="Generation">Number of the incarnation; a restarted silo has a higher one.</param>
public sealed record SiloAddress(string Endpoint, long Generation)
{
    /// <summary><c>host:port@generation</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Endpoint}@{Generation}");
}
