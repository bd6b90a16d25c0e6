using System.Globalization;
using System.Text;
using Tollama.Cli.Output;
using Tollama.Client.Transport;

namespace Tollama.Cli.Commands.Run;

/// <summary>Lets somebody at a terminal choose from a numbered list.</summary>
internal static class ModelPrompt
{
    /// <summary>Offers the installed and built-in models.</summary>
    /// <exception cref="CommandFailedException">Nothing to choose from, or no valid choice.</exception>
    public static async Task<string> ChooseModelAsync(
        DaemonTransport client, CliContext context, CancellationToken cancellationToken)
    {
        var reply = await client.GetAsync("/v1/models", "list models", cancellationToken);
        var names = reply.Items("installed").Concat(reply.Items("builtin"))
            .Select(model => model.Text("name")).OfType<string>().ToList();
        return await ChooseAsync("Model", names, context.Terminal, cancellationToken);
    }

    /// <summary>Offers a list; an empty answer takes the first.</summary>
    /// <exception cref="CommandFailedException">Nothing to choose from, or no valid choice.</exception>
    public static async Task<string> ChooseAsync(
        string what, IReadOnlyList<string> choices, Terminal terminal, CancellationToken cancellationToken)
    {
        if (choices.Count == 0)
        {
            throw new CommandFailedException($"There is no {what.ToLowerInvariant()} to choose from.");
        }

        for (int i = 0; i < choices.Count; i++)
        {
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{i + 1,3}  {choices[i]}"));
        }

        terminal.Ask($"{what} [1]: ");
        using var reader = new StreamReader(terminal.In, Encoding.UTF8, leaveOpen: true);
        string answer = (await reader.ReadLineAsync(cancellationToken))?.Trim() ?? string.Empty;
        if (answer.Length == 0)
        {
            return choices[0];
        }

        if (choices.Contains(answer, StringComparer.Ordinal))
        {
            return answer;
        }

        return
            int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number >= 1
            && number <= choices.Count
            ? choices[number - 1]
            : throw new CommandFailedException($"'{answer}' is no choice; give a number from 1 to {choices.Count}.");
    }
}
