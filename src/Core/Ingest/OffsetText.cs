using System.Globalization;

namespace Tollama.Core.Ingest;

/// <summary>Offsets from UTC as ISO 8601 writes them.</summary>
internal static class OffsetText
{
    /// <summary>Such as <c>+00:00</c> or <c>-03:30</c>.</summary>
    public static string Format(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hh':'mm", CultureInfo.InvariantCulture);
}
