using System.CommandLine;
using System.Text.Json;
using Tollama.Cli.Data;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Modelfile;

/// <summary><c>tollama modelfile create</c>: stores a profile, from a YAML file or from options.</summary>
internal sealed class ModelfileCreation
{
    private readonly CliContext _context;
    private readonly Argument<string> _name;
    private readonly Option<string?> _file;
    private readonly Option<string?> _model;
    private readonly Option<int?> _horizon = CommonOptions.PositiveInteger("--horizon", "Steps to forecast.");
    private readonly Option<IReadOnlyList<double>?> _quantiles = QuantileOption.Create(
        "Quantiles to forecast, such as 0.1,0.5,0.9.");

    private ModelfileCreation(CliContext context)
    {
        _context = context;
        _name = ModelfileCommand.Name(context);
        _file = FileOption.Create("--file", "YAML file with the whole profile; excludes the other options.", context);
        _model = new Option<string?>("--model") { Description = "Model of the profile.", HelpName = "MODEL" };
        _model.CompletionSources.Add(completion => ModelNames.Starting(completion.WordToComplete, context));
    }

    /// <summary>The command.</summary>
    public static VerbCommand Create(CliContext context)
    {
        var creation = new ModelfileCreation(context);
        var daemon = new DaemonOptions(defaultTimeout: 10);
        var command = new VerbCommand(
            "create",
            "Store a profile, or replace the one of that name.",
            "tollama modelfile create weekly --model chronos2 --horizon 8 --quantiles 0.1,0.9")
        {
            creation._name,
            creation._file,
            creation._model,
            creation._horizon,
            creation._quantiles,
        };
        daemon.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(creation._file) is not null
                && (result.GetValue(creation._model) ?? (object?)result.GetValue(creation._horizon)) is not null)
            {
                result.AddError("--file and --model exclude each other; a file holds the whole profile.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var body = await creation.BodyAsync(parsed, cancellationToken);
            using var client = daemon.Client(parsed, context);
            context.Terminal.PrintJson(
                await client.PostAsync(ModelfileCommand.Route, body, "create modelfile", cancellationToken));
            return ExitCodes.Success;
        });
        return command;
    }

    private async Task<JsonElement> BodyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string name = parsed.GetRequiredValue(_name);
        if (parsed.GetValue(_file) is { } path)
        {
            var content = await InputText.ReadAsync(path, _context, cancellationToken);
            return JsonText.Object(("name", name), ("content", content.Text));
        }

        string model = parsed.GetValue(_model) ?? throw new CommandFailedException(
            "No profile: name its model with --model, or a YAML file with --file.");
        return JsonText.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteStartObject("profile");
            writer.WriteString("model", model);
            if (parsed.GetValue(_horizon) is { } horizon)
            {
                writer.WriteNumber("horizon", horizon);
            }

            if (parsed.GetValue(_quantiles) is { } quantiles)
            {
                writer.WriteStartArray("quantiles");
                foreach (double level in quantiles)
                {
                    writer.WriteNumberValue(level);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }
}
