using System.Text.Json.Nodes;

namespace Tollama.Core.Trust;

/// <summary>Judges the signals of one domain. Pure: the same payload gives the same result.</summary>
public interface ITrustAgent
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Its domain.</summary>
    string Domain { get; }

    /// <summary>Among agents that fit a signal the lowest number judges it.</summary>
    int Priority { get; }

    /// <summary>Kinds of sources that it judges besides its domain.</summary>
    IReadOnlyList<string> SourceTypes { get; }

    /// <summary>Judges a signal.</summary>
    /// <param name="payload">What is known of the signal; numbers may be texts.</param>
    /// <param name="adjustments">Factors on the weights, by component, learned from outcomes; empty for none.</param>
    /// <exception cref="Errors.ValidationException">
    /// The payload lacks its id, or has fields or values it must not have.
    /// </exception>
    TrustResult Analyze(JsonObject payload, IReadOnlyDictionary<string, double> adjustments);
}
