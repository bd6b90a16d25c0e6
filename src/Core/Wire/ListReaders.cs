using System.Text.Json.Nodes;

namespace Tollama.Core.Wire;

/// <summary>Readers of lists and maps.</summary>
internal static class ListReaders
{
    /// <summary>Reads one item of a list; reports what is wrong with it.</summary>
    public delegate void ItemReader<in TDraft>(ref BodyReader reader, TDraft draft);

    /// <summary>Reads one entry of a map, whose key the path already ends with.</summary>
    public delegate void EntryReader<in TDraft>(ref BodyReader reader, string name, TDraft draft);

    /// <summary>Reads a list, item by item.</summary>
    /// <typeparam name="TDraft">What the items fill.</typeparam>
    /// <returns>Whether the list is a list, of an allowed length, and every item valid.</returns>
    public static bool ReadList<TDraft>(
        ref this BodyReader reader, TDraft draft, ItemReader<TDraft> read, int minimum = 0, int maximum = int.MaxValue)
    {
        if (reader.Json.Peek() != JsonKind.Array)
        {
            reader.Report("list_type", "Input should be a list", reader.SkipValue());
            return false;
        }

        int start = reader.Json.Position;
        int firstIssue = reader.IssueCount;
        int count = 0;
        reader.Json.Enter();
        for (bool isFirst = true; reader.Json.NextItem(ref isFirst); count++)
        {
            reader.Push(count);
            read(ref reader, draft);
            reader.Pop();
        }

        if (count > maximum)
        {
            reader.TakeIssues(firstIssue); // one problem instead of one per item
        }

        if (reader.IssueCount == firstIssue && (count < minimum || count > maximum))
        {
            ReportLength(ref reader, count, minimum, maximum, start);
        }

        return reader.IssueCount == firstIssue;
    }

    /// <summary>Reads a map from names to values; of a name that occurs twice, the last counts.</summary>
    /// <typeparam name="TDraft">What the entries fill.</typeparam>
    /// <returns>Whether the map is a map and every entry valid.</returns>
    public static bool ReadMap<TDraft>(ref this BodyReader reader, TDraft draft, EntryReader<TDraft> read)
    {
        if (reader.Json.Peek() != JsonKind.Object)
        {
            reader.Report("dict_type", "Input should be a map", reader.SkipValue());
            return false;
        }

        int firstIssue = reader.IssueCount;
        List<EntryIssues>? entries = null;
        reader.Json.Enter();
        bool isFirst = true;
        while (reader.Json.NextProperty(ref isFirst, out var key))
        {
            string name = reader.Json.Decode(key);
            int before = reader.IssueCount;
            reader.Push(name);
            if (name.Length == 0)
            {
                ReportEmptyKey(ref reader);
            }

            read(ref reader, name, draft);
            reader.Pop();
            if (entries is not null || reader.IssueCount > before)
            {
                entries ??= [];
                entries.Add(new EntryIssues(name, before - firstIssue, reader.IssueCount - before));
            }
        }

        KeepLast(ref reader, firstIssue, entries);
        return reader.IssueCount == firstIssue;
    }

    /// <summary>Drops the problems of entries that a later one of the same name replaces.</summary>
    private static void KeepLast(ref BodyReader reader, int firstIssue, List<EntryIssues>? entries)
    {
        if (entries is null)
        {
            return;
        }

        var last = new Dictionary<string, EntryIssues>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            last[entry.Name] = entry;
        }

        var found = reader.TakeIssues(firstIssue);
        foreach (var entry in last.Values)
        {
            foreach (var issue in found.GetRange(entry.Start, entry.Count))
            {
                reader.PutIssue(issue);
            }
        }
    }

    /// <summary>Reports a list that is too short or too long.</summary>
    public static void ReportLength(ref BodyReader reader, int count, int minimum, int maximum, int start)
    {
        bool isShort = count < minimum;
        int bound = isShort ? minimum : maximum;
        reader.Report(
            isShort ? "too_short" : "too_long",
            $"List should have at {(isShort ? "least" : "most")} {bound} items, not {count}",
            reader.SliceFrom(start),
            new JsonObject
            {
                ["field_type"] = "List",
                [isShort ? "min_length" : "max_length"] = bound,
                ["actual_length"] = count,
            });
    }

    private static void ReportEmptyKey(ref BodyReader reader) => reader.ReportAt(
        "[key]",
        "string_too_short",
        "Name should have at least 1 character",
        "\"\""u8.ToArray(),
        new JsonObject { ["min_length"] = 1 });

    /// <summary>Problems of one entry of a map, counted from the map's first problem.</summary>
    private readonly record struct EntryIssues(string Name, int Start, int Count);
}
