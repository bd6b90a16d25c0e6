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

    /// <summary>Models of a list; commas within the brackets and texts of a value do not end a model.</summary>
    public static string[] SplitList(string text) =>
        [.. Split(text, ',').Select(part => part.Trim()).Where(part => part.Length > 0)];

    /// <summary>
    /// Reads <c>NAME</c> or <c>NAME?option=value&amp;option=value</c>; a value is JSON, or else text.
    /// </summary>
    /// <exception cref="CommandFailedException">
    /// An option has no value or a broken one, or stands there twice.
    /// </exception>
    public static MeasuredModel Parse(string text)
    {
        string[] parts = text.Split('?', 2);
        var options = new List<KeyValuePair<string, JsonElement>>();
        foreach (string pair in parts.Length > 1 ? Split(parts[1], '&') : [])
        {
            string[] sides = pair.Split('=', 2);
            if (sides.Length < 2 || sides[0].Length == 0 || options.Exists(option => option.Key == sides[0]))
            {
                throw CommandFailedException.Usage(
                    $"--models names '{text}', where '{pair}' is no option=value of its own; "
                    + "write MODEL?option=value&option=value.");
            }

            options.Add(new(sides[0], Value(sides[1], text)));
        }

        return new MeasuredModel(text, parts[0], options);
    }

    private static JsonElement Value(string value, string text)
    {
        try
        {
            return JsonElement.Parse(value);
        }
        catch (JsonException) when (!value.StartsWith('[') && !value.StartsWith('{') && !value.StartsWith('"'))
        {
            return JsonText.Build(writer => writer.WriteStringValue(value)); // a word such as dotm
        }
        catch (JsonException)
        {
            throw CommandFailedException.Usage(
                $"--models names '{text}', where {value} is no JSON; write a list as [1,1,1], and texts in it in "
                + "double quotes.");
        }
    }

    /// <summary>The parts between separators that stand outside JSON's brackets and texts.</summary>
    private static List<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        int start = 0;
        int depth = 0;
        bool isText = false;
        bool isEscaped = false;
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            bool isQuote = character == '"' && !isEscaped;
            isEscaped = isText && character == '\\' && !isEscaped;
            if (isQuote)
            {
                isText = !isText;
            }
            else if (!isText && character == separator && depth == 0)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
            else if (!isText)
            {
                depth += character is '[' or '{' ? 1 : character is ']' or '}' ? -1 : 0;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }
}
