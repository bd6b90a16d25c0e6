using System.Text.Json;
using Tollama.Cli.Output;

namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>A model of <c>--models</c>, with the options that stand behind it: <c>theta?variant=dotm</c>.</summary>
/// <param name="Text">As it was written; what reports call it.</param>
/// <param name="Name">The model.</param>
/// <param name="Options">Its options and their values.</param>
internal sealed record MeasuredModel(
    string Text, string Name, IReadOnlyList<KeyValuePair<string, JsonElement>> Options)
{
    /// <summary>Whether an option of that name is set.</summary>
    public bool HasOption(string name) => Options.Any(option => option.Key == name);

    /// <summary>
    /// Reads <c>NAME</c> or <c>NAME?option=value&amp;option=value</c>; a value is JSON, or else text.
    /// </summary>
    /// <exception cref="CommandFailedException">An option has no value, or stands there twice.</exception>
    public static MeasuredModel Parse(string text)
    {
        string[] parts = text.Split('?', 2);
        var options = new List<KeyValuePair<string, JsonElement>>();
        foreach (string pair in parts.Length > 1 ? parts[1].Split('&') : [])
        {
            string[] sides = pair.Split('=', 2);
            if (sides.Length < 2 || sides[0].Length == 0 || options.Exists(option => option.Key == sides[0]))
            {
                throw CommandFailedException.Usage(
                    $"--models names '{text}', where '{pair}' is no option=value of its own; "
                    + "write MODEL?option=value&option=value.");
            }

            options.Add(new(sides[0], Value(sides[1])));
        }

        return new MeasuredModel(text, parts[0], options);
    }

    private static JsonElement Value(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return JsonText.Build(writer => writer.WriteStringValue(text)); // a word such as dotm
        }
    }
}
