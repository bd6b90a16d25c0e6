using System.CommandLine;
using Tollama.Cli.Connection;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Run;

/// <summary><c>tollama run</c>: forecasts a JSON request or the series of a CSV file.</summary>
internal static class RunCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var options = new RunOptions(context);
        var command = new VerbCommand(
            "run",
            "Forecast a JSON request, or the series of a CSV file (unique_id,ds,y and covariates, or one column of "
                + "dates "
                + "and one of numbers). Pulls the model when it is not there." + DaemonConnection.Advice,
            "tollama run seasonal-naive --input bundled:air_passengers --horizon 12 --plot",
            "tollama run mock --input request.json --no-stream",
            "cat sales.csv | tollama run theta --horizon 8 --output csv > forecast.csv");
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(options.Stream) && result.GetValue(options.NoStream))
            {
                result.AddError("--stream and --no-stream exclude each other; give one of them.");
            }
        });
        command.SetAction(
            (parsed, cancellationToken) => new RunFlow(options, parsed, context).RunAsync(cancellationToken));
        return command;
    }
}
