using System.Text.Json;

namespace Tollama.Core.Parquet.Format;

/// <summary>
/// What pandas wrote about its data frame beside the columns: which are its index, and their time zones.
/// </summary>
internal sealed class PandasNotes
{
    private readonly List<string> _index = [];
    private readonly Dictionary<string, string> _zones = new(StringComparer.Ordinal);

    /// <summary>Columns that are the frame's index.</summary>
    public IReadOnlyList<string> Index => _index;

    /// <summary>Reads the note; one that is absent or not understood says nothing.</summary>
    public static PandasNotes Read(string? note)
    {
        var notes = new PandasNotes();
        if (note is null)
        {
            return notes;
        }

        try
        {
            using var document = JsonDocument.Parse(note);
            notes.Read(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return new PandasNotes(); // a comment of another program: the table is complete without it
        }

        return notes;
    }

    /// <summary>Name of a column's time zone; null when it is not known.</summary>
    public string? Zone(string column) => _zones.GetValueOrDefault(column);

    private void Read(JsonElement root)
    {
        foreach (var index in Items(root, "index_columns").Where(item => item.ValueKind == JsonValueKind.String))
        {
            _index.Add(index.GetString()!); // a string
        }

        foreach (var column in Items(root, "columns"))
        {
            if (Text(column, "field_name") is { } name
                && column.TryGetProperty("metadata", out var metadata)
                && Text(metadata, "timezone") is { } zone)
            {
                _zones[name] = zone;
            }
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty(name, out var list)
        && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : default;

    private static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
