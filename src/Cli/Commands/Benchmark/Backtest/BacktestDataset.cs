using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tollama.Cli.Data;
using Tollama.Cli.Output;

namespace Tollama.Cli.Commands.Benchmark.Backtest;

/// <summary>The series to measure on, as they stand in the file.</summary>
/// <param name="Source">Name of the file.</param>
/// <param name="Series">The series, each an object with timestamps and a target of the same length.</param>
internal sealed record BacktestDataset(string Source, IReadOnlyList<JsonElement> Series)
{
    private const int FingerprintBytes = 8;

    /// <summary>What distinguishes the data: 16 hexadecimal digits over ids, lengths and frequencies.</summary>
    public string Fingerprint
    {
        get
        {
            var parts = Series
                .OrderBy(series => series.Text("id"), StringComparer.Ordinal)
                .Select(series => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{series.Text("id")}:{Length(series)}:{series.Text("freq") ?? "auto"}"));
            byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', parts)));
            return Convert.ToHexStringLower(hash.AsSpan(0, FingerprintBytes));
        }
    }

    /// <summary>Steps of a series.</summary>
    public static int Length(JsonElement series) => series.GetProperty("target").GetArrayLength();

    /// <summary>Reads a list of series, an object with <c>series</c>, or one series.</summary>
    /// <exception cref="CommandFailedException">It holds none, or one that lacks its parts; names it.</exception>
    public static BacktestDataset Read(InputText input)
    {
        var root = input.ParseJson();
        JsonElement[] series = root.ValueKind switch
        {
            JsonValueKind.Array => [.. root.EnumerateArray()],
            JsonValueKind.Object when root.TryGetProperty("series", out _) => [.. root.Items("series")],
            JsonValueKind.Object => [root],
            _ => [],
        };
        if (series.Length == 0)
        {
            throw new CommandFailedException(
                $"{input.Source} holds no series; it must be a list of series, an object with 'series', or one series."
            );
        }

        for (int i = 0; i < series.Length; i++)
        {
            Check(series[i], i, input.Source);
        }

        return new BacktestDataset(input.Source, series);
    }

    private static void Check(JsonElement series, int index, string source)
    {
        bool isWhole = series.Text("id") is { Length: > 0 }
            && series.Member("target") is { ValueKind: JsonValueKind.Array } target
            && series.Member("timestamps") is { ValueKind: JsonValueKind.Array } timestamps
            && target.GetArrayLength() == timestamps.GetArrayLength();
        if (!isWhole)
        {
            throw new CommandFailedException(string.Create(
                CultureInfo.InvariantCulture,
                $"{source}: series {index + 1} needs an 'id', and 'timestamps' and 'target' of the same length."));
        }
    }
}
