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

    /// <summary>Settings as texts, of a command line say; null or blank for what is not said.</summary>
    /// <param name="threads">See <see cref="Threads"/>, with what it is called.</param>
    /// <param name="batch">See <see cref="Batch"/>.</param>
    /// <param name="buckets">See <see cref="SequenceBuckets"/>: numbers with commas between, <c>[]</c> for none.</param>
    /// <exception cref="TollamaException">Misconfigured: a text is no number of its range.</exception>
    public static EngineSettings Parse(
        (string Name, string? Text) threads, (string Name, string? Text) batch, (string Name, string? Text) buckets) =>
        new()
        {
            Threads = threads.Text is { } processors ? Number(threads.Name, processors, MostThreads) : null,
            Batch = batch.Text is { } requests ? Number(batch.Name, requests, MostBatch) : null,
            SequenceBuckets = buckets.Text is { } lengths ? Numbers(buckets.Name, lengths) : null,
        };

    /// <summary>The settings in effect: those of the command line, of the environment, of the file.</summary>
    /// <param name="file">The settings file; null where it cannot be used.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="commandLine">What the command line says; null for nothing.</param>
    /// <exception cref="TollamaException">Misconfigured: a value that is no number of its range.</exception>
    public static EngineSettings Resolve(
        TollamaConfig? file, ProcessEnvironment environment, EngineSettings? commandLine = null)
    {
        var given = (file?.Engine ?? new EngineSettings()).Checked();
        var variables = Parse(
            Variable(environment, "TOLLAMA_ENGINE_THREADS"),
            Variable(environment, "TOLLAMA_ENGINE_BATCH"),
            Variable(environment, "TOLLAMA_ENGINE_BUCKETS"));
        return new EngineSettings
        {
            Threads = commandLine?.Threads ?? variables.Threads ?? given.Threads,
            Batch = commandLine?.Batch ?? variables.Batch ?? given.Batch,
            SequenceBuckets = commandLine?.SequenceBuckets ?? variables.SequenceBuckets ?? given.SequenceBuckets,
        };
    }

    /// <summary>The same settings, if each is in its range.</summary>
    /// <exception cref="TollamaException">Misconfigured: names the key, its value, and what it must be.</exception>
    public EngineSettings Checked()
    {
        Require("engine.threads", Threads, MostThreads);
        Require("engine.batch", Batch, MostBatch);
        Ascending("engine.sequence_buckets", SequenceBuckets);
        return this;
    }

    private static (string Name, string? Text) Variable(ProcessEnvironment environment, string name) =>
        (name, environment.Text(name));

    private static void Require(string key, int? given, int most)
    {
        if (given < 1 || given > most)
        {
            throw Wrong(key, $"{given}", $"a whole number from 1 to {most}");
        }
    }

    private static int Number(string variable, string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number >= 1
        && number <= most
            ? number
            : throw Wrong(variable, text, $"a whole number from 1 to {most}");

    private static IReadOnlyList<int>? Numbers(string variable, string text)
    {
        string inner = text.Trim().TrimStart('[').TrimEnd(']').Trim();
        return inner.Length == 0
            ? []
            : Ascending(variable, [.. inner.Split(',').Select(part => Number(variable, part.Trim(), MostTokens))]);
    }

    private static IReadOnlyList<int>? Ascending(string key, IReadOnlyList<int>? buckets) =>
        buckets is null || (buckets.All(length => length is >= 1 and <= MostTokens)
            && buckets.Zip(buckets.Skip(1)).All(pair => pair.First < pair.Second))
            ? buckets
            : throw Wrong(key, string.Join(",", buckets), $"ascending whole numbers from 1 to {MostTokens}");

    private static TollamaException Wrong(string key, string value, string expected) =>
        new(ErrorCode.Misconfigured, $"{key} is '{value}'; it must be {expected}.");
}
