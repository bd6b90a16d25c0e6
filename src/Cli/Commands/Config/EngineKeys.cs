using Tollama.Core.Configuration;
using Tollama.Core.Errors;

namespace Tollama.Cli.Commands.Config;

/// <summary>The keys of <c>engine.*</c>; a daemon reads them when it starts.</summary>
internal static class EngineKeys
{
    /// <summary>Every key, in the order in which they are listed.</summary>
    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        Count("threads", "Processors of one run of a network (all)",
            of => of.Threads, (of, value) => of with { Threads = value }),
        Count("batch", "Most requests that are collected into one run (what suits the model)",
            of => of.Batch, (of, value) => of with { Batch = value }),
        new(
            "engine.sequence_buckets",
            "Lengths in tokens up to which requests share a run, such as 128,512; [] for any (32,128,512)",
            ConfigValueKind.Text,
            config => config.Engine?.SequenceBuckets is { } buckets ? $"[{string.Join(',', buckets)}]" : null,
            (config, value) => With(config, of => of with { SequenceBuckets = Buckets((string?)value) })),
    ];

    private static ConfigKey Count(
        string name, string meaning, Func<EngineSettings, int?> get, Func<EngineSettings, int?, EngineSettings> set) =>
        new(
            $"engine.{name}", meaning, ConfigValueKind.Count,
            config => config.Engine is { } of ? get(of) : null,
            (config, value) => With(config, of => set(of, (int?)value)));

    private static IReadOnlyList<int>? Buckets(string? text)
    {
        try
        {
            return EngineSettings.Parse(default, default, ("engine.sequence_buckets", text)).SequenceBuckets;
        }
        catch (TollamaException wrong)
        {
            throw CommandFailedException.WrongInput(wrong.Message);
        }
    }

    private static TollamaConfig With(TollamaConfig config, Func<EngineSettings, EngineSettings> change)
    {
        var changed = change(config.Engine ?? new EngineSettings()).Checked();
        return config with { Engine = changed == new EngineSettings() ? null : changed };
    }
}
