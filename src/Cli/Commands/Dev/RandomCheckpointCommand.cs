using System.CommandLine;
using System.Globalization;
using Tollama.Cli.Commands.Serve;
using Tollama.Cli.Output;
using Tollama.Cli.Parsing;

namespace Tollama.Cli.Commands.Dev;

/// <summary>
/// <c>tollama dev random-checkpoint</c>: a checkpoint with random numbers, for measurements and trials.
/// </summary>
internal static class RandomCheckpointCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CliContext context)
    {
        var family = new Argument<string>("FAMILY")
        {
            Description = "A family (chronos-2, granite-ttm, …) or a published model of one (chronos-bolt-small).",
        };
        var size = ChoiceOption.Create<CheckpointSizeChoice>(
            "--size", "Dimensions: published (as the authors publish the model) or tiny (a few kilobytes).");
        var folder = new Option<string>("--out")
        {
            Description = "Folder for config.json and model.safetensors; made when it is missing.",
            HelpName = "DIR",
            Required = true,
        };
        var seed = new Option<long>("--seed") { Description = "Same seed, same numbers.", HelpName = "N" };
        var force = new Option<bool>("--force") { Description = "Replace weights that lie in the folder." };
        var json = CommonOptions.Json();
        var progress = CommonOptions.Progress();
        var command = new VerbCommand(
            "random-checkpoint",
            "Write a checkpoint with random numbers: the files that the authors publish, without their training. "
            + "'tollama run DIR' forecasts with it; its forecasts mean nothing.",
            "tollama dev random-checkpoint chronos-2 --size published --out chronos-2-random",
            "tollama dev random-checkpoint granite-ttm --size tiny --out tiny --json")
        {
            family,
            size,
            folder,
            seed,
            force,
            json,
            progress,
        };
        command.SetAction(parsed =>
        {
            string target = context.FullPath(parsed.GetRequiredValue(folder));
            if (LocalCheckpoints.HasWeights(target) && !parsed.GetValue(force))
            {
                throw CommandFailedException.Usage(
                    $"'{target}' holds weights already; choose another folder, or replace them with --force.");
            }

            using var bar = new Progress(parsed.GetValue(progress), context.Terminal, context.Time);
            using var checkpoints = new LocalCheckpoints();
            var written = checkpoints.Write(
                parsed.GetRequiredValue(family),
                parsed.GetValue(size) == CheckpointSizeChoice.Tiny,
                target,
                parsed.GetValue(seed),
                (done, total) => bar.Bytes("writing", done, total));
            bar.Clear();
            Report(written, target, parsed.GetValue(json), context.Terminal);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Report(WrittenCheckpoint written, string folder, bool isJson, Terminal terminal)
    {
        if (!isJson)
        {
            terminal.Print(string.Create(
                CultureInfo.InvariantCulture,
                $"{folder}: {written.Model} with {written.Parameters:N0} random numbers in {written.Tensors} tensors, "
                + $"{ByteSize.Format(written.Bytes)}"));
            return;
        }

        terminal.PrintJson(JsonText.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("folder", folder);
            writer.WriteString("family", written.Family);
            writer.WriteString("model", written.Model);
            writer.WriteNumber("tensors", written.Tensors);
            writer.WriteNumber("parameters", written.Parameters);
            writer.WriteNumber("bytes", written.Bytes);
            writer.WriteEndObject();
        }));
    }
}
