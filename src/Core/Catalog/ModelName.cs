using Tollama.Core.Errors;

namespace Tollama.Core.Catalog;

/// <summary>
/// A name under which a model or profile is stored: <c>[a-zA-Z0-9][a-zA-Z0-9._-]*</c> (storage-and-config §1).
/// </summary>
public readonly record struct ModelName
{
    private ModelName(string value) => Value = value;

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>Takes a text that follows the rule, as a whole.</summary>
    public static bool TryParse(string? text, out ModelName name)
    {
        name = default;
        bool isValid = text is { Length: > 0 } && char.IsAsciiLetterOrDigit(text[0])
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
        if (isValid)
        {
            name = new ModelName(text!);
        }

        return isValid;
    }

    /// <summary>Takes a text that must follow the rule.</summary>
    /// <exception cref="TollamaException">InvalidRequest.</exception>
    public static ModelName Parse(string text) => TryParse(text, out var name)
        ? name
        : throw new TollamaException(
            ErrorCode.InvalidRequest,
            $"'{text}' is no model name: letters, digits, '.', '_' and '-' are allowed, the first a letter or digit. "
            + "A model of the hub is written hf.co/org/name, a folder ./folder.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
