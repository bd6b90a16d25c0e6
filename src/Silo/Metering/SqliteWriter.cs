using System.Buffers.Binary;

namespace Tollama.Silo.Metering;

/// <summary>
/// Writes a whole SQLite database of one table with a text primary key (sqlite.org/fileformat2.html): the schema page, the
/// table's tree, and the tree of the index that the key brings with it.
/// </summary>
internal static class SqliteWriter
{
    private const int PageSize = 4096;
    private const int FileHeader = 100;
    private const int LargestCell = 1000; // rows here are far smaller; four fit a page, so every tree stays balanced

    /// <summary>The database as bytes.</summary>
    /// <param name="table">Name of the table.</param>
    /// <param name="sql">Its <c>CREATE TABLE</c>.</param>
    /// <param name="rows">Rows, the key first; keys are unique.</param>
    public static byte[] Write(string table, string sql, IReadOnlyList<object?[]> rows)
    {
        var pages = new List<byte[]> { Array.Empty<byte>() };
        int tableRoot = WriteTable(pages, rows);
        int indexRoot = WriteIndex(pages, rows);
        string index = $"sqlite_autoindex_{table}_1";
        pages[0] = NewPage(0x0D, FileHeader,
        [
            TableCell(1, SqliteRecord.Write("table", table, table, (long)tableRoot, sql)),
            TableCell(2, SqliteRecord.Write("index", index, table, (long)indexRoot, null)),
        ]);
        WriteFileHeader(pages[0], pages.Count);
        return [.. pages.SelectMany(page => page)];
    }

    private static int WriteTable(List<byte[]> pages, IReadOnlyList<object?[]> rows)
    {
        var leaves = new List<(int Page, long LastRow)>();
        var cells = new List<byte[]>();
        for (int i = 0; i < rows.Count; i++)
        {
            byte[] cell = TableCell(i + 1, SqliteRecord.Write(rows[i]));
            if (!Fits(cells, cell, 8))
            {
                leaves.Add((Add(pages, NewPage(0x0D, 0, cells)), i));
                cells.Clear();
            }

            cells.Add(cell);
        }

        leaves.Add((Add(pages, NewPage(0x0D, 0, cells)), rows.Count));
        while (leaves.Count > 1)
        {
            leaves = WriteTableLevel(pages, leaves);
        }

        return leaves[0].Page;
    }

    private static List<(int Page, long LastRow)> WriteTableLevel(List<byte[]> pages, List<(int Page, long LastRow)> children)
    {
        const int Fanout = 200; // 200 cells of at most 13 bytes and a pointer fit a page
        var level = new List<(int Page, long LastRow)>();
        foreach (var group in children.Chunk(Fanout))
        {
            var cells = group[..^1].Select(child => InteriorCell(child.Page, RowNumber(child.LastRow))).ToList();
            level.Add((Add(pages, NewPage(0x05, 0, cells, group[^1].Page)), group[^1].LastRow));
        }

        return level;
    }

    /// <summary>
    /// Index entries by key. Unlike in a table's tree an entry stands in one page only, so between two leaves one entry
    /// goes up.
    /// </summary>
    private static int WriteIndex(List<byte[]> pages, IReadOnlyList<object?[]> rows)
    {
        var entries = rows.Select((row, i) => (Key: (string)row[0]!, Row: (long)i + 1)) // the key is the first value
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => IndexPayload(entry.Key, entry.Row))
            .ToList();
        var children = new List<int>();
        var separators = new List<byte[]>();
        var cells = new List<byte[]>();
        foreach (byte[] entry in entries)
        {
            if (Fits(cells, entry, 8))
            {
                cells.Add(entry);
                continue;
            }

            children.Add(Add(pages, NewPage(0x0A, 0, cells)));
            separators.Add(entry);
            cells.Clear();
        }

        children.Add(Add(pages, NewPage(0x0A, 0, cells)));
        while (children.Count > 1)
        {
            (children, separators) = WriteIndexLevel(pages, children, separators);
        }

        return children[0];
    }

    private static (List<int> Children, List<byte[]> Separators) WriteIndexLevel(
        List<byte[]> pages, List<int> children, List<byte[]> separators)
    {
        var upper = new List<int>();
        var upperSeparators = new List<byte[]>();
        var cells = new List<byte[]>();
        for (int i = 0; i < children.Count; i++)
        {
            byte[]? cell = i < separators.Count ? InteriorCell(children[i], separators[i]) : null;
            if (cell is not null && Fits(cells, cell, 12))
            {
                cells.Add(cell);
                continue;
            }

            upper.Add(Add(pages, NewPage(0x02, 0, cells, children[i])));
            cells.Clear();
            if (cell is not null)
            {
                upperSeparators.Add(separators[i]);
            }
        }

        return (upper, upperSeparators);
    }

    private static byte[] TableCell(long row, byte[] record)
    {
        var cell = new List<byte>();
        SqliteRecord.WriteVarint(cell, record.Length);
        SqliteRecord.WriteVarint(cell, row);
        cell.AddRange(record);
        return cell.Count <= LargestCell ? [.. cell] : throw new ArgumentException($"a row of {cell.Count} bytes is too long", nameof(record));
    }

    private static byte[] IndexPayload(string key, long row)
    {
        byte[] record = SqliteRecord.Write(key, row);
        var cell = new List<byte>();
        SqliteRecord.WriteVarint(cell, record.Length);
        cell.AddRange(record);
        return cell.Count <= LargestCell ? [.. cell] : throw new ArgumentException($"a key of {cell.Count} bytes is too long", nameof(key));
    }

    private static byte[] InteriorCell(int child, ReadOnlySpan<byte> content)
    {
        var cell = new byte[4 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(cell, child);
        content.CopyTo(cell.AsSpan(4));
        return cell;
    }

    private static byte[] RowNumber(long row)
    {
        var bytes = new List<byte>();
        SqliteRecord.WriteVarint(bytes, row);
        return [.. bytes];
    }

    private static bool Fits(List<byte[]> cells, byte[] next, int pageHeader) =>
        pageHeader + cells.Sum(cell => cell.Length + 2) + next.Length + 2 <= PageSize;

    private static int Add(List<byte[]> pages, byte[] page)
    {
        pages.Add(page);
        return pages.Count; // pages are numbered from one
    }

    private static byte[] NewPage(byte kind, int start, List<byte[]> cells, int rightmost = 0)
    {
        var page = new byte[PageSize];
        int pointer = start + (rightmost > 0 ? 12 : 8);
        int content = PageSize;
        foreach (byte[] cell in cells)
        {
            content -= cell.Length;
            cell.CopyTo(page.AsSpan(content));
            BinaryPrimitives.WriteUInt16BigEndian(page.AsSpan(pointer), (ushort)content);
            pointer += 2;
        }

        page[start] = kind;
        BinaryPrimitives.WriteUInt16BigEndian(page.AsSpan(start + 3), (ushort)cells.Count);
        BinaryPrimitives.WriteUInt16BigEndian(page.AsSpan(start + 5), (ushort)content);
        if (rightmost > 0)
        {
            BinaryPrimitives.WriteInt32BigEndian(page.AsSpan(start + 8), rightmost);
        }

        return page;
    }

    private static void WriteFileHeader(Span<byte> page, int pageCount)
    {
        "SQLite format 3\0"u8.CopyTo(page);
        BinaryPrimitives.WriteUInt16BigEndian(page[16..], PageSize);
        ReadOnlySpan<byte> fixedValues = [1, 1, 0, 64, 32, 32]; // rollback journal, no reserved bytes, fixed fractions
        fixedValues.CopyTo(page[18..]);
        BinaryPrimitives.WriteInt32BigEndian(page[24..], 1);
        BinaryPrimitives.WriteInt32BigEndian(page[28..], pageCount);
        BinaryPrimitives.WriteInt32BigEndian(page[40..], 1);
        BinaryPrimitives.WriteInt32BigEndian(page[44..], 4); // schema format
        BinaryPrimitives.WriteInt32BigEndian(page[56..], 1); // UTF-8
        BinaryPrimitives.WriteInt32BigEndian(page[92..], 1);
        BinaryPrimitives.WriteInt32BigEndian(page[96..], 3_045_001); // oldest library that is known to read it
    }
}
