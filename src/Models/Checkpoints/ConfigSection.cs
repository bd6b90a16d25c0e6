using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Tollama.Core.Errors;

namespace Tollama.Models.Checkpoints;

/// <summary>
/// A JSON object of a checkpoint's <c>config.json</c>. Whoever published the file may be mistaken or hostile, so every
/// getter states type and range; what does not fit is a <see cref="ErrorCode.ModelUnsupported"/> fault that names file,
/// key and value. Unknown keys are ignored.
/// </summary>
public sealed class ConfigSection
{
    /// <summary>Name of a checkpoint's config.</summary>
    public const string FileName = "config.json";

    private const long MaxBytes = 1 << 20;
    private const int MaxDepth = 16;
    private const int MaxShownLength = 80;

    private readonly JsonElement _object;
    private readonly string _path;

    private ConfigSection(JsonElement element, string path)
    {
        _object = element;
        _path = path;
    }

    /// <summary>Opens the config of a checkpoint folder.</summary>
    /// <exception cref="TollamaException">ModelUnsupported: missing, too big, or not a JSON object.</exception>
    public static ConfigSection Open(string snapshotPath) => Open(snapshotPath, FileName);

    /// <summary>Opens another JSON file of a checkpoint folder.</summary>
    /// <exception cref="TollamaException">ModelUnsupported: missing, too big, or not a JSON object.</exception>
    public static ConfigSection Open(string snapshotPath, string fileName)
    {
        string path = Path.Combine(snapshotPath, fileName);
        try
        {
            long length = new FileInfo(path).Length;
            if (length > MaxBytes)
            {
                throw Broken(path, $"it has {length} bytes, more than {MaxBytes}");
            }

            using var document = JsonDocument.Parse(
                File.ReadAllBytes(path),
                new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ConfigSection(document.RootElement.Clone(), fileName)
                : throw Broken(path, "it is not a JSON object");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Broken(path, e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>Opens the config of a checkpoint folder, or null when there is none that can be read.</summary>
    public static ConfigSection? TryOpen(string snapshotPath)
    {
        try
        {
            return Open(snapshotPath);
        }
        catch (TollamaException e) when (e.Code == ErrorCode.ModelUnsupported)
        {
            return null;
        }
    }

    /// <summary>Whether the key is there and not null.</summary>
    public bool Has(string key) => TryGet(key, out _);

    /// <summary>Whether the key is there and null, where that means something else than its absence.</summary>
    public bool IsNull(string key) =>
        _object.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Null;

    /// <summary>An object under this one.</summary>
    public ConfigSection Section(string key)
    {
        var value = Get(key);
        return value.ValueKind == JsonValueKind.Object
            ? new ConfigSection(value, $"{_path}: {key}")
            : throw Wrong(key, "an object");
    }

    /// <summary>An integer of a range.</summary>
    public int Integer(string key, int minimum, int maximum)
    {
        var value = Get(key);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)
            && number >= minimum && number <= maximum
                ? number
                : throw Wrong(key, $"an integer from {minimum} to {maximum}");
    }

    /// <summary>An integer of a range, or a default where the key is absent or null.</summary>
    public int Integer(string key, int minimum, int maximum, int fallback) =>
        Has(key) ? Integer(key, minimum, maximum) : fallback;

    /// <summary>A finite number of a range.</summary>
    public double Number(string key, double minimum, double maximum) =>
        TryNumber(Get(key)) is { } number && number >= minimum && number <= maximum
            ? number
            : throw Wrong(key, string.Create(CultureInfo.InvariantCulture, $"a number from {minimum} to {maximum}"));

    /// <summary>A finite number of a range, or a default where the key is absent or null.</summary>
    public double Number(string key, double minimum, double maximum, double fallback) =>
        Has(key) ? Number(key, minimum, maximum) : fallback;

    /// <summary>A truth value.</summary>
    public bool Flag(string key)
    {
        var value = Get(key);
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(key, "true or false");
    }

    /// <summary>A truth value, or a default where the key is absent or null.</summary>
    public bool Flag(string key, bool fallback) => Has(key) ? Flag(key) : fallback;

    /// <summary>A text.</summary>
    public string Text(string key)
    {
        var value = Get(key);
        // of that kind
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(key, "a text");
    }

    /// <summary>A text, or null where the key is absent or holds something else.</summary>
    public string? TryText(string key) =>
        TryGet(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The first text of a list, or null: <c>architectures[0]</c>.</summary>
    public string? TryFirstText(string key) =>
        TryGet(key, out var value) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            && value[0].ValueKind == JsonValueKind.String
                ? value[0].GetString()
                : null;

    /// <summary>A list of finite numbers.</summary>
    public ImmutableArray<double> Numbers(string key, int minimumCount, int maximumCount)
    {
        var value = Get(key);
        bool fits = value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() >= minimumCount && value.GetArrayLength() <= maximumCount;
        var numbers = fits ? value.EnumerateArray().Select(TryNumber).ToList() : [null];
        return numbers.Exists(number => number is null)
            ? throw Wrong(key, $"a list of {minimumCount} to {maximumCount} numbers")
            : [.. numbers.Select(number => number.GetValueOrDefault())];
    }

    /// <summary>The quantile levels of a model: ascending, between 0 and 1.</summary>
    public ImmutableArray<double> QuantileLevels(string key)
    {
        var levels = Numbers(key, 1, 999);
        bool isAscending = levels.Zip(levels.Skip(1)).All(pair => pair.First < pair.Second);
        return isAscending && levels[0] > 0 && levels[^1] < 1
            ? levels
            : throw Wrong(key, "ascending quantile levels between 0 and 1");
    }

    /// <summary>
    /// A fault about a key of this section: a value that we do not compute, a pair that does not fit.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="expected">What would be right, as in "'d_ff' must be …".</param>
    public TollamaException Wrong(string key, string expected) => new(
        ErrorCode.ModelUnsupported,
        $"{_path}: '{key}' is {Shown(key)}; it must be {expected}. This checkpoint cannot be computed.");

    private static double? TryNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : null;

    private static TollamaException Broken(string path, string what, Exception? inner = null) => new(
        ErrorCode.ModelUnsupported, $"'{path}' is not a readable config: {what}. Pull the model again.", inner);

    private JsonElement Get(string key) => TryGet(key, out var value) ? value : throw Wrong(key, "set");

    private bool TryGet(string key, out JsonElement value) =>
        _object.TryGetProperty(key, out value) && value.ValueKind != JsonValueKind.Null;

    private string Shown(string key)
    {
        if (!TryGet(key, out var value))
        {
            return "missing";
        }

        string text = value.GetRawText();
        return text.Length <= MaxShownLength ? text : $"{text[..MaxShownLength]}…";
    }
}
