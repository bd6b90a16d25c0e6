using System.Security.Cryptography;
using System.Text;
using Tollama.Core.Errors;

namespace Tollama.Core.Catalog;

/// <summary>
/// What a user writes where a model is wanted. References are no names: each is stored under a name derived from it,
/// the same one every time, different ones for different references.
/// </summary>
public sealed record ModelReference
{
    private const string DefaultRevision = "main";
    private const int LongestSegment = 96;

    private static readonly string[] HubPrefixes =
    [
        "hf.co/",
        "huggingface.co/",
        "https://hf.co/",
        "https://huggingface.co/",
    ];

    /// <summary>How the model is named.</summary>
    public required ModelReferenceKind Kind { get; init; }

    /// <summary>Name under which the model is stored.</summary>
    public required ModelName Name { get; init; }

    /// <summary><c>org/name</c> of a hub reference, absolute path of a folder; empty for a name.</summary>
    public string Location { get; init; } = string.Empty;

    /// <summary>Branch, tag or commit of a hub reference.</summary>
    public string Revision { get; init; } = DefaultRevision;

    /// <summary>Reads a reference.</summary>
    /// <param name="text">As the user wrote it.</param>
    /// <exception cref="TollamaException">
    /// InvalidRequest: it is neither a name, nor a hub reference, nor a path.
    /// </exception>
    public static ModelReference Parse(string text) => TryParse(text) ?? throw new TollamaException(
        ErrorCode.InvalidRequest,
        $"'{text}' names no model: a name has letters, digits, '.', '_' and '-' and begins with a letter or digit; "
        + "a model of the hub is written hf.co/org/name[@revision], a folder ./folder.");

    /// <summary>Reads a reference; null when the text is none.</summary>
    public static ModelReference? TryParse(string text)
    {
        string? repository = HubPrefixes
            .Where(prefix => text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(prefix => text[prefix.Length..])
            .FirstOrDefault();
        if (repository is not null)
        {
            return ReadHub(repository);
        }

        if (IsPath(text))
        {
            return ReadFolder(text);
        }

        return ModelName.TryParse(text, out var name)
            ? new ModelReference { Kind = ModelReferenceKind.Name, Name = name }
            : null;
    }

    /// <summary>
    /// Whether a text is written as a path: absolute, or beginning with <c>.</c> or <c>~</c> and a separator.
    /// </summary>
    public static bool IsPath(string text) =>
        text is "." or ".."
        || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal)
        || text.StartsWith(".\\", StringComparison.Ordinal) || text.StartsWith("..\\", StringComparison.Ordinal)
        || text.StartsWith("~/", StringComparison.Ordinal)
        || Path.IsPathFullyQualified(text);

    /// <summary>The hub allows no <c>--</c> in names, so joining with it keeps different references apart.</summary>
    private static ModelReference? ReadHub(string text)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        string revision = at < 0 ? DefaultRevision : text[(at + 1)..];
        string[] parts = (at < 0 ? text : text[..at]).TrimEnd('/').Split('/');
        if (parts.Length != 2 || !parts.All(IsRepositorySegment) || !IsRevision(revision))
        {
            return null;
        }

        string suffix = revision == DefaultRevision ? string.Empty : "--" + SafeRevision(revision);
        return new ModelReference
        {
            Kind = ModelReferenceKind.Hub,
            Name = ModelName.Parse($"hf.co--{parts[0]}--{parts[1]}{suffix}"),
            Location = $"{parts[0]}/{parts[1]}",
            Revision = revision,
        };
    }

    private static ModelReference ReadFolder(string text)
    {
        string path = text.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), text[2..])
            : text;
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var letters = Path.GetFileName(folder)
            .Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-')
            .SkipWhile(letter => !char.IsAsciiLetterOrDigit(letter));
        string label = string.Concat(letters);
        return new ModelReference
        {
            Kind = ModelReferenceKind.Folder,
            Name = ModelName.Parse($"{(label.Length == 0 ? "folder" : label)}--{ShortHash(folder)}"),
            Location = folder,
        };
    }

    private static bool IsRepositorySegment(string segment) =>
        segment.Length is > 0 and <= LongestSegment
        && char.IsAsciiLetterOrDigit(segment[0])
        && segment.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-')
        && !segment.Contains("--", StringComparison.Ordinal) && !segment.Contains("..", StringComparison.Ordinal);

    private static bool IsRevision(string revision) =>
        revision.Length is > 0 and <= 2 * LongestSegment
        && revision.Split('/').All(part => part.Length > 0 && char.IsAsciiLetterOrDigit(part[0]))
        && revision.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or '/')
        && !revision.Contains("..", StringComparison.Ordinal);

    private static string SafeRevision(string revision) =>
        revision.Contains('/', StringComparison.Ordinal)
            ? $"{revision.Replace('/', '-')}--{ShortHash(revision)}"
            : revision;

    private static string ShortHash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10];
}
