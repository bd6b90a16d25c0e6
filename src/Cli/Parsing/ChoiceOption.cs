using System.CommandLine;

namespace Tollama.Cli.Parsing;

/// <summary>An option whose value is a member of an enumeration, spelled in lower case.</summary>
internal static class ChoiceOption
{
    /// <summary>The option; its value is the enumeration's first member when it was not given.</summary>
    /// <param name="name">Name on the command line.</param>
    /// <param name="description">For the help page.</param>
    /// <typeparam name="T">The enumeration.</typeparam>
    public static Option<T> Create<T>(string name, string description)
        where T : struct, Enum
    {
        string[] words = [.. Enum.GetNames<T>().Select(member => member.ToLowerInvariant())];
        var option = new Option<T>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                int index = Array.FindIndex(
                    words,
                    word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase));
                if (index >= 0)
                {
                    return Enum.GetValues<T>()[index];
                }

                result.AddError($"{name} is '{text}'; it must be one of {string.Join(", ", words)}.");
                return default;
            },
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add(words);
        return option;
    }
}
