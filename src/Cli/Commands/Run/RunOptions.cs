using System.CommandLine;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Run;

/// <summary>The options of <c>run</c>.</summary>
internal sealed class RunOptions
{
    /// <summary>Creates the options.</summary>
    public RunOptions(CliContext context)
    {
        Model.CompletionSources.Add(completion => ModelNames.Starting(completion.WordToComplete, context));
        Input = FileOption.Create(
            "--input",
            "JSON request, CSV or Parquet file; - for standard input, bundled:NAME for a bundled data set.",
            context);
        Future = FileOption.Create("--future", "CSV file with the covariates of the steps to forecast.", context);
    }

    /// <summary>Model.</summary>
    public Argument<string?> Model { get; } = new("MODEL")
    {
        Description = "Name of the model; asked for on a terminal when it is left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Input file.</summary>
    public Option<string?> Input { get; }

    /// <summary>File of future covariates.</summary>
    public Option<string?> Future { get; }

    /// <summary>Steps.</summary>
    public Option<int?> Horizon { get; } = CommonOptions.PositiveInteger(
        "--horizon", "Steps to forecast; overrides the request. With CSV default the number of rows without a value.");

    /// <summary>Levels.</summary>
    public Option<IReadOnlyList<double>?> Quantiles { get; } = QuantileOption.Create(
        "Quantiles to forecast, such as 0.1,0.5,0.9; overrides the request. With CSV default 0.1,0.9.");

    /// <summary>Frequency.</summary>
    public Option<string?> Freq { get; } = new("--freq")
    {
        Description = "Frequency of every series, such as D, h, MS; overrides the request. With CSV default auto.",
        HelpName = "FREQ",
    };

    /// <summary>Form of the result.</summary>
    public Option<RunOutput> Output { get; } = ChoiceOption.Create<RunOutput>(
        "--output", "Form of the result; auto is JSON, but a table for CSV input on a terminal.");

    /// <summary>Chart.</summary>
    public Option<bool> Plot { get; } = new("--plot")
    {
        Description = "Draw each forecast with its history and interval.",
    };

    /// <summary>Stream.</summary>
    public Option<bool> Stream { get; } = new("--stream")
    {
        Description = "Print status lines and the result as one JSON object per line (default).",
    };

    /// <summary>No stream.</summary>
    public Option<bool> NoStream { get; } = new("--no-stream")
    {
        Description = "Print only the result, as indented JSON.",
    };

    /// <summary>Check only.</summary>
    public Option<bool> DryRun { get; } = new("--dry-run")
    {
        Description = "Only check the request; exit code 2 when it is not valid.",
    };

    /// <summary>Choose an example.</summary>
    public Option<bool> Interactive { get; } = new("--interactive")
    {
        Description = "Choose an example request from a list.",
    };

    /// <summary>Accept the licence.</summary>
    public Option<bool> AcceptLicence { get; } = CommonOptions.AcceptLicence();

    /// <summary>Progress.</summary>
    public Option<ProgressMode> Progress { get; } = CommonOptions.Progress();

    /// <summary>The daemon.</summary>
    public DaemonOptions Daemon { get; } = new(defaultTimeout: 300) { Grace = TimeSpan.FromSeconds(10) };

    /// <summary>Adds them all to the command.</summary>
    public void AddTo(Command command)
    {
        command.Add(Model);
        foreach (Option option in new Option[]
                 {
                     Input, Horizon, Quantiles, Freq, Future, Output, Plot, Stream, NoStream, DryRun, Interactive,
                     AcceptLicence, Progress,
                 })
        {
            command.Add(option);
        }

        Daemon.AddTo(command);
    }
}
