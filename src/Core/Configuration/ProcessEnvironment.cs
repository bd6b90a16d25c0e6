using System.Collections;
using System.Collections.Frozen;
using System.Globalization;

namespace Tollama.Core.Configuration;

/// <summary>Environment variables, read once at the composition root and passed down from there.</summary>
public sealed class ProcessEnvironment
{
    private static readonly FrozenSet<string> TrueWords =
        new[] { "1", "true", "yes", "on" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, string> _variables;

    /// <summary>An environment with these variables.</summary>
    public ProcessEnvironment(IEnumerable<KeyValuePair<string, string>> variables) =>
        _variables = variables.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The environment of this process.</summary>
    public static ProcessEnvironment Read() => new(Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? string.Empty)));

    /// <summary>A variable as it stands; null when it is not set.</summary>
    public string? this[string name] => _variables.GetValueOrDefault(name);

    /// <summary>A variable without surrounding blanks; null when it is not set or blank.</summary>
    public string? Text(string name)
    {
        string? value = this[name]?.Trim();
        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>
    /// A flag: <c>1 true yes on</c> in any case is true, another text false; null when it is not set or blank
    /// (storage-and-config §10).
    /// </summary>
    public bool? Flag(string name) => Text(name) is { } value ? TrueWords.Contains(value) : null;

    /// <summary>A finite number above zero; null when it is not set or anything else.</summary>
    public double? PositiveNumber(string name) =>
        double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value) && value > 0 ? value : null;
}
