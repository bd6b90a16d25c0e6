using System.Globalization;

namespace Tollama.Silo.Storage;

/// <summary>
/// Times as the state folder writes them: ISO 8601, UTC, microseconds where there are any (http-api §1.1).
/// </summary>
internal static class UtcText
{
    /// <summary>Now.</summary>
    public static string Now(TimeProvider time) => Format(time.GetUtcNow());

    /// <summary>A time, cut to microseconds.</summary>
    public static string Format(DateTimeOffset moment)
    {
        bool isWhole = moment.UtcTicks % TimeSpan.TicksPerSecond < TimeSpan.TicksPerMicrosecond;
        string form = isWhole ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
        return moment.UtcDateTime.ToString(form, CultureInfo.InvariantCulture);
    }
}
