using System.CommandLine;
using Tollama.Cli.Parsing;
using Tollama.Testing;

namespace Tollama.Cli.Tests.Commands;

/// <summary>Help pages and the documentation made of them.</summary>
public sealed class HelpTests
{
    [Fact]
    public void Every_command_describes_itself_its_options_and_has_an_example()
    {
        using var context = CliRun.Context(TextWriter.Null, TextWriter.Null);
        foreach (var command in Visible(CommandTable.Root(context)).Skip(1))
        {
            Assert.False(string.IsNullOrWhiteSpace(command.Description), command.Name);
            Assert.NotEmpty(Assert.IsType<VerbCommand>(command).Examples);
            Assert.All(
                command.Options,
                option => Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name));
            Assert.All(command.Arguments, argument => Assert.False(string.IsNullOrWhiteSpace(argument.Description)));
        }
    }

    [Fact]
    public void Every_example_that_starts_with_the_program_can_be_parsed()
    {
        using var context = CliRun.Context(
            TextWriter.Null, TextWriter.Null, folder: Directory.CreateTempSubdirectory("tollama-help-").FullName);
        File.WriteAllText(Path.Combine(context.WorkingFolder, "request.json"), "{}");
        var examples = Visible(CommandTable.Root(context))
            .OfType<VerbCommand>()
            .SelectMany(command => command.Examples)
            .Where(example =>
                example.StartsWith("tollama ", StringComparison.Ordinal)
                && !example.Contains('|')
                && !example.Contains('>'));

        Assert.All(examples, example => Assert.Empty(
            UsageErrors.Find(CommandLine.Parse(example.Split(' ')[1..], context))));
        Directory.Delete(context.WorkingFolder, recursive: true);
    }

    [Fact]
    public void The_manual_is_what_the_help_pages_say()
    {
        string path = Path.Combine(RepositoryRoot.Path, "docs", "cli.md");
        string manual = Manual();
        if (Environment.GetEnvironmentVariable("TOLLAMA_UPDATE_DOCS") is not null)
        {
            File.WriteAllText(path, manual);
        }

        Assert.True(
            File.ReadAllText(path) == manual,
            "docs/cli.md is stale: run this test once with TOLLAMA_UPDATE_DOCS=1 and commit the file.");
    }

    [Theory]
    [InlineData("tollama conf", "config")]
    [InlineData("tollama config set pull.o", "pull.offline")]
    [InlineData("tollama show moirai", "moirai-2.0-R-small")]
    [InlineData("tollama show SEASONAL-N", "seasonal-naive")]
    [InlineData("tollama run naive --output c", "csv")]
    [InlineData("tollama completion f", "fish")]
    public async Task Completion_offers_commands_keys_models_and_choices(string line, string expected)
    {
        string home = Directory.CreateTempSubdirectory("tollama-home-").FullName;
        var run = await CliRun.OfAsync(
            ["complete", line.Length.ToString(), "--", line],
            environment: new Dictionary<string, string> { ["TOLLAMA_HOME"] = home });

        Assert.Contains(expected, run.Out.Split('\n', StringSplitOptions.TrimEntries));
        Directory.Delete(home, recursive: true);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Completion_scripts_ask_the_program(string shell)
    {
        var run = await CliRun.OfAsync(["completion", shell]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("tollama complete", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_with_2_on_an_unknown_option_and_names_the_near_one()
    {
        var run = await CliRun.OfAsync(["serve", "--prot", "1"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--port", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    private static IEnumerable<Command> Visible(Command command) => command.Hidden
        ? []
        : command.Subcommands.SelectMany(Visible).Prepend(command);

    private static string Manual()
    {
        using var context = CliRun.Context(TextWriter.Null, TextWriter.Null);
        using var text = new StringWriter { NewLine = "\n" };
        text.WriteLine("# Command line");
        text.WriteLine();
        text.WriteLine("The help pages of every command, as `tollama COMMAND --help` prints them.");
        foreach (var command in Visible(CommandTable.Root(context)))
        {
            text.WriteLine();
            text.WriteLine($"## {HelpPage.FullName(command)}");
            text.WriteLine();
            text.WriteLine("```text");
            HelpPage.Write(command, text, 100);
            text.WriteLine("```");
        }

        return text.ToString().ReplaceLineEndings("\n");
    }
}
