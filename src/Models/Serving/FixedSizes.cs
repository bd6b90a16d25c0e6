using Tollama.Core.Errors;
using Tollama.Onnx.Graph;

namespace Tollama.Models.Serving;

/// <summary>Numbers for the free axes of a network's graph, found from a context and a horizon.</summary>
internal sealed class FixedSizes
{
    private readonly Dictionary<string, Dim> _sizes = new(StringComparer.Ordinal);

    /// <summary>The number of an axis, or null where it stays free.</summary>
    public Dim? Find(string symbol) => _sizes.GetValueOrDefault(symbol);

    /// <summary>An axis that counts patches, the last one filled up.</summary>
    /// <param name="symbol">Name of the axis.</param>
    /// <param name="length">Length in steps; null to leave the axis free.</param>
    /// <param name="patch">Steps of a patch.</param>
    public FixedSizes Patches(string symbol, int? length, int patch)
    {
        if (length is { } steps)
        {
            _sizes[symbol] = (steps + patch - 1) / patch;
        }

        return this;
    }

    /// <summary>Refuses a length that the network does not take.</summary>
    /// <param name="what"><c>context</c> or <c>horizon</c>.</param>
    /// <param name="length">Length in steps; null for none given.</param>
    /// <param name="least">Shortest that it takes.</param>
    /// <param name="most">Longest that it takes.</param>
    /// <exception cref="TollamaException">InvalidRequest: says which lengths it takes.</exception>
    public FixedSizes Require(string what, int? length, int least, int most)
    {
        if (length is { } steps && (steps < least || steps > most))
        {
            string taken = least == most ? $"{least}" : $"{least} to {most}";
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"This network's graph takes a {what} of {taken} steps in one run, {steps} were asked for; give "
                    + "another "
                + "length or leave it out.");
        }

        return this;
    }
}
