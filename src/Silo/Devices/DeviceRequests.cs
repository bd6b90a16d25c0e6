using System.Globalization;
using Tollama.Core.Errors;
using Tollama.Core.Inference;

namespace Tollama.Silo.Devices;

/// <summary>
/// Reads <c>--devices</c>: <c>auto</c>, or a list of <c>cpu</c>, <c>cuda[:n]</c>, <c>webgpu[:n]</c>, <c>sim:[count
/// x]memory[@time of a call+time of a series]</c>.
/// </summary>
internal static class DeviceRequests
{
    /// <summary>Whatever this machine has.</summary>
    public const string Auto = "auto";

    private const int MostSimulated = 64;
    private const double MostMilliseconds = 3_600_000;

    private static readonly (string Unit, double Bytes)[] Units =
    [
        ("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10),
        ("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("KB", 1e3), ("B", 1),
    ];

    /// <summary>Reads a list; empty for <see cref="Auto"/>.</summary>
    /// <exception cref="TollamaException">Misconfigured: a part cannot be read.</exception>
    public static IReadOnlyList<DeviceRequest> Parse(string text) =>
        text.Trim().Equals(Auto, StringComparison.OrdinalIgnoreCase)
            ? []
            : text.Split(',').Select(part => ParsePart(part.Trim()) ?? throw Refuse(text, part)).ToList();

    private static DeviceRequest? ParsePart(string text)
    {
        string[] parts = text.Split(':', 2);
        string? detail = parts.Length == 2 ? parts[1] : null;
        return parts[0].ToLowerInvariant() switch
        {
            "cpu" when detail is null => new DeviceRequest(DeviceKind.Cpu, 0, 1, 0),
            "cuda" => ParseIndexed(DeviceKind.Cuda, detail),
            "webgpu" => ParseIndexed(DeviceKind.WebGpu, detail ?? "0"),
            "sim" when detail is not null => ParseSimulated(detail),
            _ => null,
        };
    }

    private static DeviceRequest? ParseIndexed(DeviceKind kind, string? index)
    {
        if (index is null)
        {
            return new DeviceRequest(kind, null, 1, 0);
        }

        return int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new DeviceRequest(kind, number, 1, 0)
            : null;
    }

    private static DeviceRequest? ParseSimulated(string detail)
    {
        string[] sides = detail.Split('@', 2);
        string[] parts = sides[0].Split('x', 2);
        int count = 1;
        bool hasCount = parts.Length == 1
            || int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out count);
        long? bytes = ParseBytes(parts[^1]);
        var pace = sides.Length == 2 ? ParsePace(sides[1]) : null;
        return hasCount && count is >= 1 and <= MostSimulated && bytes > 0 && (pace is not null || sides.Length == 1)
            ? new DeviceRequest(DeviceKind.Simulated, null, count, bytes.Value, pace)
            : null;
    }

    private static SimulatedPace? ParsePace(string text)
    {
        string[] parts = text.Split('+', 2);
        return ParseTime(parts[0]) is { } call && ParseTime(parts.Length == 2 ? parts[1] : "0ms") is { } series
            && call + series > TimeSpan.Zero
                ? new SimulatedPace(call, series)
                : null;
    }

    private static TimeSpan? ParseTime(string text)
    {
        const string Unit = "ms";
        return text.EndsWith(Unit, StringComparison.OrdinalIgnoreCase)
            && double.TryParse(
                text[..^Unit.Length],
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out double milliseconds)
            && milliseconds <= MostMilliseconds
                ? TimeSpan.FromMilliseconds(milliseconds)
                : null;
    }

    private static long? ParseBytes(string text)
    {
        var unit = Units.FirstOrDefault(unit => text.EndsWith(unit.Unit, StringComparison.OrdinalIgnoreCase));
        if (unit.Unit is null)
        {
            return null;
        }

        bool isNumber = double.TryParse(
            text[..^unit.Unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
        double bytes = number * unit.Bytes;
        return isNumber && bytes is >= 1 and < 1e18 ? (long)bytes : null;
    }

    private static TollamaException Refuse(string text, string part) => new(
        ErrorCode.Misconfigured,
        $"--devices '{text}': '{part.Trim()}' is no device; write auto, or a list of cpu, cuda, cuda:0, webgpu and "
        + "simulated ones such as sim:2x24GiB.");
}
