using System.Buffers;
using System.Text.Json;
using Tollama.Core.Errors;

namespace Tollama.Core.Forecasting;

/// <summary>
/// <c>options</c> of a forecast: a JSON object that only the family understands. Getters return null where the option
/// is absent or null, and throw <see cref="ErrorCode.BadRequest"/> naming option and value where its type is wrong
/// (integers must be real integers, booleans real booleans: covariates-and-families §3).
/// </summary>
public sealed class ForecastOptions
{
    /// <summary>No options.</summary>
    public static readonly ForecastOptions Empty = new(default);

    private readonly JsonElement _root;

    /// <summary>Wraps an object (or undefined, for none); the element must outlive its document (clone it).</summary>
    public ForecastOptions(JsonElement root) => _root = root;

    /// <summary>The options as they came; undefined when there are none.</summary>
    public JsonElement Root => _root;

    /// <summary>Finds an option that is present and not null.</summary>
    public bool TryGet(string name, out JsonElement value)
    {
        value = default;
        return _root.ValueKind == JsonValueKind.Object
            && _root.TryGetProperty(name, out value)
            && value.ValueKind != JsonValueKind.Null;
    }

    /// <summary>An integer option.</summary>
    public int? GetInt32(string name, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out int number)
            || number < minimum || number > maximum)
        {
            throw Wrong(name, value, $"an integer from {minimum} to {maximum}");
        }

        return number;
    }

    /// <summary>An integer option of 64 bits (seeds).</summary>
    public long? GetInt64(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number)
            ? number
            : throw Wrong(name, value, "an integer");
    }

    /// <summary>A finite number option; integers are accepted.</summary>
    public double? GetDouble(string name, double minimum = double.MinValue, double maximum = double.MaxValue)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out double number)
            || !double.IsFinite(number) || number < minimum || number > maximum)
        {
            throw Wrong(name, value, FormattableString.Invariant($"a number from {minimum} to {maximum}"));
        }

        return number;
    }

    /// <summary>A boolean option.</summary>
    public bool? GetBoolean(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(name, value, "true or false");
    }

    /// <summary>A text option.</summary>
    public string? GetString(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name, value, "a text");
    }

    /// <summary>A text option that must be one of <paramref name="allowed"/>.</summary>
    public string? GetChoice(string name, params string[] allowed)
    {
        string? text = GetString(name);
        return text is null || allowed.Contains(text, StringComparer.Ordinal)
            ? text
            : throw new TollamaException(
                ErrorCode.BadRequest,
                $"Option '{name}' is '{text}'; it must be one of {string.Join(", ", allowed)}.");
    }

    /// <summary>An option that is a list of integers.</summary>
    public IReadOnlyList<int>? GetInt32List(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(name, value, "a list of integers");
        }

        var list = new List<int>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            list.Add(item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int number)
                ? number
                : throw Wrong(name, value, "a list of integers"));
        }

        return list;
    }

    /// <summary>These options with one more, or another value of one.</summary>
    public ForecastOptions With(string name, long value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (_root.ValueKind == JsonValueKind.Object)
            {
                foreach (var option in _root.EnumerateObject().Where(option => !option.NameEquals(name)))
                {
                    option.WriteTo(writer);
                }
            }

            writer.WriteNumber(name, value);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return new ForecastOptions(document.RootElement.Clone());
    }

    private static TollamaException Wrong(string name, JsonElement value, string expected)
    {
        string text = value.GetRawText();
        return new TollamaException(
            ErrorCode.BadRequest,
            $"Option '{name}' is {(text.Length > 80 ? text[..80] + "…" : text)}; it must be {expected}.");
    }
}
