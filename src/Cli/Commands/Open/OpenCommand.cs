using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Tollama.Cli.Connection;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Open;

/// <summary><c>tollama open</c>: opens the daemon's page in a browser.</summary>
internal static class OpenCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var baseUrl = DaemonOptions.Address();
        var command = new VerbCommand(
            "open",
            "Open the daemon's dashboard in a browser.",
            "tollama open",
            "tollama open --base-url http://host:11435"
        )
        {
            baseUrl,
        };
        command.SetAction(parsed =>
        {
            var address = DaemonAddress.Parse(parsed.GetValue(baseUrl) ?? DaemonAddress.Default);
            string page = DaemonAddress.Text(address) + "/dashboard";
            context.Terminal.Print(page);
            return Start(page, context);
        });
        return command;
    }

    private static int Start(string page, CliContext context)
    {
        try
        {
            // The system's own association of addresses decides which browser.
            using var browser = Process.Start(new ProcessStartInfo(page) { UseShellExecute = true });
            return ExitCodes.Success;
        }
        catch (Exception fault) when (fault is Win32Exception or PlatformNotSupportedException)
        {
            context.Terminal.Note(
                $"No browser could be started ({fault.Message.TrimEnd('.')}); open the address yourself.");
            return ExitCodes.Failure;
        }
    }
}
