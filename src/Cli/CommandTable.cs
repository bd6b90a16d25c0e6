using System.CommandLine;
using Tollama.Cli.Commands.Benchmark;
using Tollama.Cli.Commands.Cluster;
using Tollama.Cli.Commands.Completion;
using Tollama.Cli.Commands.Config;
using Tollama.Cli.Commands.Dashboard;
using Tollama.Cli.Commands.Dev;
using Tollama.Cli.Commands.Doctor;
using Tollama.Cli.Commands.Explain;
using Tollama.Cli.Commands.Export;
using Tollama.Cli.Commands.Info;
using Tollama.Cli.Commands.List;
using Tollama.Cli.Commands.Mcp;
using Tollama.Cli.Commands.Modelfile;
using Tollama.Cli.Commands.Open;
using Tollama.Cli.Commands.Pin;
using Tollama.Cli.Commands.Ps;
using Tollama.Cli.Commands.Pull;
using Tollama.Cli.Commands.Quantize;
using Tollama.Cli.Commands.Quickstart;
using Tollama.Cli.Commands.Remove;
using Tollama.Cli.Commands.Routing;
using Tollama.Cli.Commands.Run;
using Tollama.Cli.Commands.Runtime;
using Tollama.Cli.Commands.Serve;
using Tollama.Cli.Commands.Show;
using Tollama.Cli.Commands.Version;
using Tollama.Cli.Commands.Xai;
using Tollama.Cli.Parsing;

namespace Tollama.Cli;

/// <summary>The table of commands: one line each.</summary>
internal static class CommandTable
{
    /// <summary>The root command with every command of the program.</summary>
    public static RootCommand Root(CliContext context)
    {
        var root = new RootCommand("Pull time-series foundation models and forecast with them.")
        {
            ServeCommand.Create(context),
            RunCommand.Create(context),
            QuickstartCommand.Create(context),
            ListCommand.Create(context),
            PsCommand.Create(context),
            PinCommand.Create(context),
            UnpinCommand.Create(context),
            ShowCommand.Create(context),
            PullCommand.Create(context),
            RemoveCommand.Create(context),
            InfoCommand.Create(context),
            DoctorCommand.Create(context),
            ExplainCommand.Create(context),
            BenchmarkCommand.Create(context),
            ModelfileCommand.Create(context),
            RoutingCommand.Create(context),
            XaiCommand.Create(context),
            McpCommand.Create(context),
            OpenCommand.Create(context),
            DashboardCommand.Create(context),
            ClusterCommand.Create(context),
            ExportCommand.Create(context),
            QuantizeCommand.Create(context),
            ConfigCommand.Create(context),
            RuntimeCommand.Create(context),
            DevCommand.Create(context),
            CompletionCommand.Create(context),
            CompleteCommand.Create(context),
            VersionCommand.Create(context),
        };
        HelpPage.Install(root, context.Terminal);
        return root;
    }
}
