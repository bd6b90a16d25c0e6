using System.CommandLine;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Quantize;

/// <summary><c>tollama quantize</c>: kept for scripts; this program serves weights as they were published.</summary>
internal static class QuantizeCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var model = CommonOptions.Model(context);
        var precision = new Option<string>("--precision")
        {
            Description = "Kept for scripts: int8 or int4.",
            DefaultValueFactory = _ => "int8",
        };
        precision.AcceptOnlyFromAmong("int8", "int4");
        var command = new VerbCommand(
            "quantize",
            "Kept for scripts: always refuses. Weights are never rewritten; a forecast is what the published ones "
                + "give.",
            "tollama quantize chronos2 --precision int8")
        {
            model,
            precision,
        };
        command.SetAction(
            int (parsed) =>
                throw new CommandFailedException(
                    $"'{parsed.GetRequiredValue(model)}' is not quantized to {parsed.GetValue(precision)}: this "
                        + "program serves weights as "
                        + "they were published.")
                {
                    Hint = "choose a smaller model; 'tollama list --all' shows them.",
                });
        return command;
    }
}
