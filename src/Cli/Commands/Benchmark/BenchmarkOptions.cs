using System.CommandLine;
using Tollama.Cli.Commands.Benchmark.Competition;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Benchmark;

/// <summary>The options of <c>benchmark</c>.</summary>
internal sealed class BenchmarkOptions
{
    /// <summary>Creates the options.</summary>
    public BenchmarkOptions(CliContext context)
    {
        Freq.AcceptOnlyFromAmong([.. CompetitionFrequency.All.Select(frequency => frequency.Name)]);
        Freq.HelpName = string.Join('|', CompetitionFrequency.All.Select(frequency => frequency.Name));
        Intervals.AcceptOnlyFromAmong(IntervalMethods);
        Models.CompletionSources.Add(completion => ModelNames.Starting(completion.WordToComplete, context));
        Folds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is > MaximumFolds and var value)
            {
                result.AddError($"--folds is {value}; it must be at most {MaximumFolds}.");
            }
        });
    }

    /// <summary>Most folds of a backtest.</summary>
    public const int MaximumFolds = 10;

    private static readonly string[] IntervalMethods =
        ["calibrated", "native", "conformal-distribution", "conformal-error"];

    /// <summary>File or folder.</summary>
    public Argument<string> Dataset { get; } =
        new("DATASET")
        {
            Description =
                "JSON file with series, or a folder in the layout of the M4 competition (Hourly-train.csv, "
                    + "Hourly-test.csv).",
        };

    /// <summary>Models.</summary>
    public Option<string?> Models { get; } =
        new("--models")
        {
            Description =
                "Models, separated by commas; default the installed ones, for a folder the competition's benchmarks. "
                + "For a folder, options may follow a model: theta?variant=dotm, or several, with lists in brackets: "
                + "arima?order=[1,1,1]&season_length=24.",
            HelpName = "LIST",
        };

    /// <summary>Frequency of the folder.</summary>
    public Option<string?> Freq { get; } = new("--freq")
    {
        Description = "For a folder: whose files to read. May be left out when there is only one.",
    };

    /// <summary>Where the intervals of statistical models come from.</summary>
    public Option<string> Intervals { get; } = new("--intervals")
    {
        Description = "For a folder: intervals of the statistical models.",
        DefaultValueFactory = _ => IntervalMethods[0],
        HelpName = string.Join('|', IntervalMethods),
    };

    /// <summary>Steps.</summary>
    public Option<int?> Horizon { get; } = CommonOptions.PositiveInteger(
        "--horizon", "For a file: steps to forecast in each fold; default 96. A folder's test rows have theirs.");

    /// <summary>Folds.</summary>
    public Option<int?> Folds { get; } = CommonOptions.PositiveInteger(
        "--folds", $"For a file: windows from the end of each series, at most {MaximumFolds}; default 3.");

    /// <summary>Folder of the artifacts.</summary>
    public Option<string?> Output { get; } = new("--output")
    {
        Description = "For a file: folder for result.json, routing.json, leaderboard.csv and summary.md.",
        HelpName = "FOLDER",
    };

    /// <summary>JSON.</summary>
    public Option<bool> Json { get; } = CommonOptions.Json();

    /// <summary>Progress.</summary>
    public Option<ProgressMode> Progress { get; } = CommonOptions.Progress();

    /// <summary>The daemon.</summary>
    public DaemonOptions Daemon { get; } = new(defaultTimeout: 300) { Grace = TimeSpan.FromSeconds(10) };

    /// <summary>Adds them all to the command.</summary>
    public void AddTo(Command command)
    {
        command.Add(Dataset);
        foreach (Option option in new Option[] { Models, Freq, Intervals, Horizon, Folds, Output, Json, Progress })
        {
            command.Add(option);
        }

        Daemon.AddTo(command);
    }
}
