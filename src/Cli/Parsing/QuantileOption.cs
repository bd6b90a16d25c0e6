using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Tollama.Cli.Parsing;

/// <summary>The option <c>--quantiles 0.1,0.9</c>.</summary>
internal static class QuantileOption
{
    private const string Name = "--quantiles";

    /// <summary>The option; its value is null when it was not given.</summary>
    public static Option<IReadOnlyList<double>?> Create(string description) => new(Name)
    {
        Description = description,
        HelpName = "LIST",
        CustomParser = Parse,
    };

    private static List<double>? Parse(ArgumentResult result)
    {
        var levels = new List<double>();
        string text = string.Join(',', result.Tokens.Select(token => token.Value));
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double level)
                || level is not (> 0 and < 1))
            {
                result.AddError($"{Name} holds '{part}'; each must be a number between 0 and 1, such as 0.1.");
                return null;
            }

            levels.Add(level);
        }

        levels.Sort();
        return levels;
    }
}
