using System.Globalization;

namespace Tollama.Cli.Output;

/// <summary>
/// Sizes as people read them (contract/cli §3.2): powers of 1024, two decimals below 10 and one above.
/// </summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>The text of a size; <c>-</c> for an unknown one.</summary>
    public static string Format(long? bytes)
    {
        if (bytes is not >= 0)
        {
            return "-";
        }

        double size = bytes.Value;
        int unit = 0;
        while (size >= 1024 && unit < Units.Length - 1)
        {
            size /= 1024;
            unit++;
        }

        string format = unit == 0 ? "0" : size < 10 ? "0.00" : "0.0";
        return $"{size.ToString(format, CultureInfo.InvariantCulture)} {Units[unit]}";
    }
}
