using System.CommandLine;
using System.CommandLine.Parsing;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Benchmark;

/// <summary><c>tollama benchmark</c>: measures models on data whose outcome is known.</summary>
internal static class BenchmarkCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var options = new BenchmarkOptions(context);
        var command = new VerbCommand(
            "benchmark",
            "Measure models on data whose outcome is known. A file of series is cut into folds; the models are ranked "
                + "by "
                + "MASE, and the best, the fastest and the best trade of both become a routing manifest. A folder of "
                + "the M4 "
                + "competition is scored with its sMAPE and MASE and with the coverage of 80 % and 95 % intervals. "
                + "Models, folds and series that fail are left out with a warning. Without "
                + "--base-url and without a daemon at the default address, the command runs a daemon of its own.",
            "tollama benchmark series.json --models naive,theta,chronos2 --horizon 24 --output report",
            "tollama benchmark m4 --freq Hourly --models naive,seasonal-naive,m4-theta --json");
        options.AddTo(command);
        command.Validators.Add(result => CheckForm(result, options, context));
        command.SetAction((parsed, cancellationToken) =>
            new BenchmarkFlow(options, parsed, context).RunAsync(cancellationToken));
        return command;
    }

    private static void CheckForm(CommandResult result, BenchmarkOptions options, CliContext context)
    {
        if (result.GetValue(options.Dataset) is not { } path || !Path.Exists(context.FullPath(path)))
        {
            return; // the parser, or the run, says so
        }

        bool isFolder = Directory.Exists(context.FullPath(path));
        Option[] foreign = isFolder
            ? [options.Horizon, options.Folds, options.Output]
            : [options.Freq, options.Intervals];
        foreach (var option in foreign.Where(option => result.GetResult(option) is { Implicit: false }))
        {
            result.AddError($"{option.Name} does not go with a {(isFolder ? "folder" : "file")}.");
        }
    }
}
