using System.Globalization;
using Tollama.Core.Errors;

namespace Tollama.Core.Forecasting;

/// <summary><c>keep_alive</c> as a request gave it: nothing, a text, or seconds (contract/http-api §5).</summary>
/// <param name="Text">The text; null when it was a number or absent.</param>
/// <param name="Seconds">The number; null when it was a text or absent.</param>
public readonly record struct KeepAlive(string? Text, double? Seconds)
{
    /// <summary>Longest time that is counted; anything longer means "never expires".</summary>
    private const double LongestSeconds = 1000 * 365.25 * 86_400;

    /// <summary>Not given.</summary>
    public static readonly KeepAlive Unset;

    /// <summary>
    /// How long the model stays loaded after the answer: null = until further notice, zero = unload at once.
    /// </summary>
    /// <exception cref="TollamaException">InvalidRequest: the text is no duration.</exception>
    public TimeSpan? Resolve()
    {
        if (Text is null && Seconds is null)
        {
            return null;
        }

        double seconds = Seconds ?? ParseText(Text!); // one of the two is set
        if (seconds is < 0 or > LongestSeconds)
        {
            return null;
        }

        // A time below the clock's resolution still expires; only zero itself unloads at once.
        return seconds == 0
            ? TimeSpan.Zero
            : TimeSpan.FromTicks(Math.Max(1, (long)(seconds * TimeSpan.TicksPerSecond)));
    }

    // Trimmed, any case: -?digits[.digits][s|m|h|d]
    private static double ParseText(string text)
    {
        var rest = text.AsSpan().Trim();
        double unit = rest.IsEmpty ? 0 : char.ToLowerInvariant(rest[^1]) switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            _ => 0,
        };
        var number = unit == 0 ? rest : rest[..^1];
        var digits = number.StartsWith('-') ? number[1..] : number;
        int point = digits.IndexOf('.');
        bool isNumber = point < 0
            ? AreDigits(digits)
            : AreDigits(digits[..point]) && AreDigits(digits[(point + 1)..]);
        return isNumber
            ? double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture) * (unit == 0 ? 1 : unit)
            : throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"keep_alive '{text}' is not a duration; use seconds, or a number with s, m, h or d such as '5m', "
                + "0 to unload at once, or a negative number to keep the model loaded.");
    }

    private static bool AreDigits(ReadOnlySpan<char> text) =>
        !text.IsEmpty && text.IndexOfAnyExceptInRange('0', '9') < 0;
}
