using System.Globalization;
using Tollama.Core.Errors;

namespace Tollama.Core.Configuration;

/// <summary>
/// <c>engine.*</c> of the settings file: how networks are run on this machine. Environment variables go before it:
/// <c>TOLLAMA_ENGINE_THREADS</c>, <c>TOLLAMA_ENGINE_BATCH</c>, <c>TOLLAMA_ENGINE_BUCKETS</c> (numbers with commas
/// between).
/// </summary>
public sealed record EngineSettings
{
    private const int MostThreads = 1024;
    private const int MostBatch = 4096;
    private const int MostTokens = 1 << 20;

    /// <summary>Processors that one run uses, 1 to 1024; null for all.</summary>
    public int? Threads { get; init; }

    /// <summary>Most requests that are collected into one run, 1 to 4096; null for what suits each model.</summary>
    public int? Batch { get; init; }

    /// <summary>
    /// Lengths of history in tokens, ascending: where a model pads what is shorter, requests share a run that reach up
    /// to the same one. Empty for runs of any mixture; null for the default.
    /// </summary>
    public IReadOnlyList<int>? SequenceBuckets { get; init; }

    /// <summary>The settings in effect.</summary>
    /// <param name="file">The settings file; null where it cannot be used.</param>
    /// <param name="environment">The environment.</param>
    /// <exception cref="TollamaException">Misconfigured: a value that is no number of its range.</exception>
    public static EngineSettings Resolve(TollamaConfig? file, ProcessEnvironment environment)
    {
        var given = file?.Engine ?? new EngineSettings();
        var buckets = environment.Text("TOLLAMA_ENGINE_BUCKETS")?.Split(',')
            .Select(part => Number("TOLLAMA_ENGINE_BUCKETS", part.Trim(), MostTokens)).ToList();
        return new EngineSettings
        {
            Threads = Choose(environment, "TOLLAMA_ENGINE_THREADS", "engine.threads", given.Threads, MostThreads),
            Batch = Choose(environment, "TOLLAMA_ENGINE_BATCH", "engine.batch", given.Batch, MostBatch),
            SequenceBuckets = Ascending(
                buckets is null ? "engine.sequence_buckets" : "TOLLAMA_ENGINE_BUCKETS",
                buckets ?? given.SequenceBuckets),
        };
    }

    private static int? Choose(ProcessEnvironment environment, string variable, string key, int? given, int most) =>
        environment.Text(variable) is { } text
            ? Number(variable, text, most)
            : given is null || (given >= 1 && given <= most)
                ? given
                : throw Wrong(key, $"{given}", $"a whole number from 1 to {most}");

    private static int Number(string variable, string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number >= 1
        && number <= most
            ? number
            : throw Wrong(variable, text, $"a whole number from 1 to {most}");

    private static IReadOnlyList<int>? Ascending(string key, IReadOnlyList<int>? buckets) =>
        buckets is null || (buckets.All(length => length is >= 1 and <= MostTokens)
            && buckets.Zip(buckets.Skip(1)).All(pair => pair.First < pair.Second))
            ? buckets
            : throw Wrong(key, string.Join(",", buckets), $"ascending whole numbers from 1 to {MostTokens}");

    private static TollamaException Wrong(string key, string value, string expected) =>
        new(ErrorCode.Misconfigured, $"{key} is '{value}'; it must be {expected}.");
}
