using System.Buffers.Binary;

namespace Tollama.Silo.Metering;

/// <summary>
/// Reads tables of an SQLite database file (sqlite.org/fileformat2.html). Every offset is checked: a damaged file ends in
/// <see cref="InvalidDataException"/>, never in a wrong row or an endless walk.
/// </summary>
internal sealed class SqliteReader
{
    private const int FileHeader = 100;
    private const byte InteriorTable = 0x05;
    private const byte LeafTable = 0x0D;

    private readonly byte[] _file;
    private readonly int _pageSize;
    private readonly int _usable;

    /// <summary>Opens a database.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public SqliteReader(byte[] file)
    {
        _file = file;
        if (file.Length < FileHeader || !file.AsSpan().StartsWith("SQLite format 3\0"u8))
        {
            throw new InvalidDataException("it is not an SQLite database");
        }

        int size = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(16));
        _pageSize = size == 1 ? 65_536 : size;
        _usable = _pageSize - file[20];
        if (_pageSize < 512 || !int.IsPow2(_pageSize) || _usable < 480)
        {
            throw new InvalidDataException("its page size is not valid");
        }
    }

    /// <summary>The rows of a table, in the order of their row ids.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or has no such table.</exception>
    public IReadOnlyList<object?[]> ReadTable(string name)
    {
        foreach (object?[] row in Walk(1))
        {
            if (row.Length >= 4 && row[0] is "table" && row[1] is string table && table == name && row[3] is long root)
            {
                return Walk(root);
            }
        }

        throw new InvalidDataException($"it has no table '{name}'");
    }

    private List<object?[]> Walk(long root)
    {
        var rows = new List<object?[]>();
        var pages = new Stack<long>([root]);
        int left = _file.Length / _pageSize; // a tree visits each page once
        while (pages.TryPop(out long page))
        {
            if (left-- <= 0)
            {
                throw new InvalidDataException("its pages form a circle");
            }

            VisitPage(page, rows, pages);
        }

        return rows;
    }

    private void VisitPage(long number, List<object?[]> rows, Stack<long> pages)
    {
        var page = Page(number);
        int start = number == 1 ? FileHeader : 0;
        byte kind = page[start];
        int cells = BinaryPrimitives.ReadUInt16BigEndian(page[(start + 3)..]);
        int pointers = start + (kind == InteriorTable ? 12 : 8);
        if (kind is not (InteriorTable or LeafTable) || pointers + (2 * cells) > _usable)
        {
            throw new InvalidDataException($"page {number} is damaged");
        }

        if (kind == InteriorTable)
        {
            pages.Push(BinaryPrimitives.ReadUInt32BigEndian(page[(start + 8)..]));
        }

        for (int i = kind == InteriorTable ? cells - 1 : 0; i >= 0 && i < cells; i += kind == InteriorTable ? -1 : 1)
        {
            int cell = BinaryPrimitives.ReadUInt16BigEndian(page[(pointers + (2 * i))..]);
            if (cell > _usable - 4)
            {
                throw new InvalidDataException($"a cell of page {number} lies outside");
            }

            if (kind == InteriorTable)
            {
                pages.Push(BinaryPrimitives.ReadUInt32BigEndian(page[cell..]));
            }
            else
            {
                rows.Add(SqliteRecord.Read(Payload(page, cell)));
            }
        }
    }

    /// <summary>The record of a leaf cell; what does not fit the page continues on overflow pages.</summary>
    private byte[] Payload(ReadOnlySpan<byte> page, int cell)
    {
        long length = SqliteRecord.ReadVarint(page, ref cell);
        SqliteRecord.ReadVarint(page, ref cell);
        if (length < 0 || length > _file.Length)
        {
            throw new InvalidDataException("a row is longer than the file");
        }

        int local = LocalLength((int)length);
        if (cell + local + (local < length ? 4 : 0) > _usable)
        {
            throw new InvalidDataException("a row runs out of its page");
        }

        var payload = new byte[length];
        page.Slice(cell, local).CopyTo(payload);
        int written = local;
        uint next = local < length ? BinaryPrimitives.ReadUInt32BigEndian(page[(cell + local)..]) : 0;
        while (written < length)
        {
            var overflow = Page(next);
            next = BinaryPrimitives.ReadUInt32BigEndian(overflow);
            int part = Math.Min(_usable - 4, (int)length - written);
            overflow.Slice(4, part).CopyTo(payload.AsSpan(written));
            written += part;
        }

        return payload;
    }

    private int LocalLength(int length)
    {
        int most = _usable - 35;
        if (length <= most)
        {
            return length;
        }

        int least = ((_usable - 12) * 32 / 255) - 23;
        int rest = least + ((length - least) % (_usable - 4));
        return rest <= most ? rest : least;
    }

    private ReadOnlySpan<byte> Page(long number) => number >= 1 && number <= _file.Length / _pageSize
        ? _file.AsSpan((int)((number - 1) * _pageSize), _pageSize)
        : throw new InvalidDataException($"page {number} lies outside of the file");
}
