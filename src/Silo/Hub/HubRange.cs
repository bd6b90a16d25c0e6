using System.Net.Http.Headers;

namespace Tollama.Silo.Hub;

/// <summary>Which part of a file to ask for.</summary>
/// <param name="From">First byte wanted.</param>
/// <param name="UnchangedSince">Tag of the earlier part; null when it is not known.</param>
internal readonly record struct HubRange(long From, EntityTagHeaderValue? UnchangedSince)
{
    /// <summary>The whole file.</summary>
    public static readonly HubRange Whole = new(0, null);

    /// <summary>Adds <c>Range</c> and <c>If-Range</c> where a part is wanted.</summary>
    public void Apply(HttpRequestMessage request)
    {
        if (From == 0)
        {
            return;
        }

        request.Headers.Range = new RangeHeaderValue(From, null);
        if (UnchangedSince is not null)
        {
            request.Headers.IfRange = new RangeConditionHeaderValue(UnchangedSince);
        }
    }
}
