using System.CommandLine;
using System.Text.Json;
using Tollama.Cli.Commands.Serve;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Export;

/// <summary><c>tollama export</c>: the graph of a model as an ONNX file.</summary>
internal static class ExportCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var model = CommonOptions.Model(context);
        var format = ChoiceOption.Create<ExportFormat>("--format", "Format of the file; only onnx can be written.");
        var folder = new Option<string>("--out")
        {
            Description = "Folder for model.onnx; the model's name by default.",
            HelpName = "DIR",
        };
        folder.Aliases.Add("--output");
        var selfContained = new Option<bool>("--self-contained")
        {
            Description = "Put the weights into the file, instead of pointing into the published ones beside it.",
        };
        var contextLength = CommonOptions.PositiveInteger(
            "--context-length",
            "Fix the graph to a history of so many points (filled up to whole patches); any number by default.");
        var horizon = CommonOptions.PositiveInteger(
            "--prediction-length",
            "Fix the graph to a horizon of so many steps, at most what one run gives; any by default.");
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "export",
            "Write the graph that a model is computed with as an ONNX file, for other programs. It points into the "
                + "published "
            + "weights, which get a second name beside it (no copy where the file system can do that).",
            "tollama export chronos2 --out chronos2-onnx",
            "tollama export granite-ttm-r2-main --out granite --self-contained --json")
        {
            model,
            format,
            folder,
            selfContained,
            contextLength,
            horizon,
            json,
        };
        command.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(model);
            if (parsed.GetValue(format) == ExportFormat.TorchScript)
            {
                throw new CommandFailedException(
                    "TorchScript cannot be written: this program has no part of PyTorch. Use --format onnx.");
            }

            string target = context.FullPath(
                parsed.GetValue(folder) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(name)));
            using var catalog = new LocalCatalog(context);
            var report = Writing(target, () => LocalExport.Write(
                catalog,
                name,
                context.FullPath(name),
                target,
                parsed.GetValue(selfContained),
                parsed.GetValue(contextLength),
                parsed.GetValue(horizon)));
            Report(report, parsed.GetValue(json), context.Terminal);
            return ExitCodes.Success;
        });
        return command;
    }

    private static LocalExportReport Writing(string target, Func<LocalExportReport> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"export failed: '{target}' cannot be written: {e.Message}", e);
        }
    }

    private static void Report(LocalExportReport report, bool isJson, Terminal terminal)
    {
        if (isJson)
        {
            terminal.PrintJson(ToJson(report));
            return;
        }

        terminal.Print($"{report.Path}: {report.Family}, {report.Operators} operators");
        foreach (string input in report.Inputs)
        {
            terminal.Print($"  takes  {input}");
        }

        foreach (string output in report.Outputs)
        {
            terminal.Print($"  gives  {output}");
        }

        foreach (string weights in report.Weights)
        {
            terminal.Print($"  weights in {weights}");
        }
    }

    private static JsonElement ToJson(LocalExportReport report) => JsonText.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("path", report.Path);
        writer.WriteString("format", "onnx");
        writer.WriteString("family", report.Family);
        writer.WriteString("graph_sha256", report.Hash);
        writer.WriteNumber("operators", report.Operators);
        WriteTexts(writer, "inputs", report.Inputs);
        WriteTexts(writer, "outputs", report.Outputs);
        WriteTexts(writer, "weights", report.Weights);
        writer.WriteEndObject();
    });

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
