using System.CommandLine;
using System.CommandLine.Parsing;
using Tollama.Cli.Commands.Benchmark.Competition;
using Tollama.Cli.Connection;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Benchmark;

/// <summary><c>tollama benchmark</c>: measures models on data whose outcome is known.</summary>
internal static class BenchmarkCommand
{
    private static readonly string[] CompetitionModels =
        ["naive", "seasonal-naive", "m4-naive2", "m4-ses", "m4-holt", "m4-damped", "m4-theta", "m4-comb"];

    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var options = new BenchmarkOptions(context);
        var command = new VerbCommand(
            "benchmark",
            "Measure models on data whose outcome is known. A folder of the M4 competition is scored with its sMAPE and "
            + "MASE and with the coverage of 80 % and 95 % intervals. Without --base-url and without a daemon at the "
            + "default address, the command runs a daemon of its own.",
            "tollama benchmark . --freq Hourly --models naive,seasonal-naive,m4-theta --json");
        options.AddTo(command);
        command.Validators.Add(result => CheckForm(result, options, context));
        command.SetAction((parsed, cancellationToken) => RunAsync(options, parsed, context, cancellationToken));
        return command;
    }

    private static void CheckForm(
        CommandResult result, BenchmarkOptions options, CliContext context)
    {
        if (result.GetValue(options.Dataset) is not { } path || !Path.Exists(context.FullPath(path)))
        {
            return; // the parser, or the run, says so
        }

        bool isFolder = Directory.Exists(context.FullPath(path));
        Option[] foreign = isFolder ? [options.Horizon, options.Folds, options.Output] : [options.Freq];
        foreach (var option in foreign.Where(option => result.GetResult(option) is { Implicit: false }))
        {
            result.AddError($"{option.Name} does not go with a {(isFolder ? "folder" : "file")}.");
        }
    }

    private static async Task<int> RunAsync(
        BenchmarkOptions options, ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        string path = context.FullPath(parsed.GetRequiredValue(options.Dataset));
        if (!Path.Exists(path))
        {
            throw new CommandFailedException($"'{path}' is neither a file nor a folder.");
        }

        var frequency = CompetitionFolder.Choose(path, parsed.GetValue(options.Freq));
        var series = CompetitionFolder.Read(path, frequency);
        var models = Models(parsed.GetValue(options.Models)) ?? CompetitionModels;
        await using var connection = await DaemonConnection.OpenAsync(options.Daemon, parsed, context, cancellationToken);
        using var progress = new Progress(parsed.GetValue(options.Progress), context.Terminal, context.Time);
        var runner = new CompetitionRunner(connection.Client, frequency, series, new BenchmarkClock(context.Time));
        var scores = new List<CompetitionScore>();
        foreach (string model in models)
        {
            scores.Add(await runner.RunAsync(model, progress, cancellationToken));
        }

        if (parsed.GetValue(options.Json))
        {
            context.Terminal.PrintJson(CompetitionReport.ToJson(scores));
        }
        else
        {
            CompetitionReport.Print(scores, context.Terminal);
        }

        CompetitionReport.Warn(scores, context.Terminal);
        return ExitCodes.Success;
    }

    private static string[]? Models(string? text)
    {
        string[]? names = text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names is { Length: 0 } ? throw CommandFailedException.Usage("--models names no model.") : names;
    }
}
