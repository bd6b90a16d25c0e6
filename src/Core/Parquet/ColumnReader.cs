using Tollama.Core.Parquet.Compression;
using Tollama.Core.Parquet.Encodings;
using Tollama.Core.Parquet.Format;

namespace Tollama.Core.Parquet;

/// <summary>Reads the pages of one column chunk.</summary>
internal sealed class ColumnReader(
    SchemaField field, ColumnChunk chunk, ReadOnlyMemory<byte> file, ParquetBudget budget)
{
    private PageValues? _dictionary;

    /// <summary>Reads every page.</summary>
    /// <exception cref="UnsupportedParquetException">Something that this reader lacks.</exception>
    /// <exception cref="Errors.TollamaException">InvalidRequest: damaged, or too large.</exception>
    public void ReadInto(ColumnCells cells)
    {
        if (chunk.IsElsewhere)
        {
            throw new UnsupportedParquetException("it is in another file, or encrypted");
        }

        if (chunk.Physical != field.Physical)
        {
            throw Damaged("its chunks and the schema differ in type");
        }

        var pages = Bytes();
        long left = chunk.ValueCount;
        while (left > 0)
        {
            if (pages.IsEmpty)
            {
                throw Damaged("its pages end early");
            }

            left -= ReadPage(ref pages, left, cells);
        }
    }

    private ReadOnlyMemory<byte> Bytes()
    {
        long start = chunk.Start;
        long end = start + chunk.CompressedSize;
        return start >= 0 && chunk.CompressedSize >= 0 && end <= file.Length && chunk.ValueCount >= 0
            ? file[(int)start..(int)end]
            : throw Damaged("it lies outside the file");
    }

    /// <summary>Reads one page and steps over it; how many values it has, missing ones included.</summary>
    private int ReadPage(ref ReadOnlyMemory<byte> pages, long left, ColumnCells cells)
    {
        var reader = new ThriftReader(pages.Span);
        var header = new PageHeader();
        reader.ReadStruct(header, PageHeader.Read);
        pages = pages[reader.Position..];
        if (header.CompressedSize > pages.Length)
        {
            throw Damaged("a page ends early");
        }

        var page = pages[..header.CompressedSize];
        pages = pages[header.CompressedSize..];
        switch (header.Type)
        {
            case PageHeader.DictionaryPage:
                _dictionary = ReadDictionary(header, page);
                return 0;
            case PageHeader.DataPage or PageHeader.DataPageV2 when header.ValueCount <= left:
                budget.TakeCells(header.ValueCount);
                ReadValues(header, page, cells);
                return header.ValueCount;
            case PageHeader.DataPage or PageHeader.DataPageV2:
                throw Damaged("its pages have more values than it says");
            default:
                return 0; // an index page, or one of a later version: nothing that the values need
        }
    }

    private PageValues ReadDictionary(PageHeader header, ReadOnlyMemory<byte> page)
    {
        budget.TakeCells(header.ValueCount);
        return PlainValues.Read(field, Decompress(page, header.Size), header.ValueCount);
    }

    private void ReadValues(PageHeader header, ReadOnlyMemory<byte> page, ColumnCells cells)
    {
        var levels = ReadOnlyMemory<byte>.Empty;
        if (header.Type == PageHeader.DataPageV2)
        {
            if ((long)header.DefinitionSize + header.RepetitionSize > page.Length
                || header.DefinitionSize + (long)header.RepetitionSize > header.Size)
            {
                throw Damaged("the levels of a page are longer than the page");
            }

            int before = header.DefinitionSize + header.RepetitionSize;
            levels = page.Slice(header.RepetitionSize, header.DefinitionSize);
            page = page[before..];
            page = header.IsCompressed ? Decompress(page, header.Size - before) : page;
        }
        else
        {
            page = Decompress(page, header.Size);
            levels = field.IsOptional ? CutLevels(header, ref page) : levels;
        }

        int[]? isThere = field.IsOptional ? new int[header.ValueCount] : null;
        if (isThere is not null)
        {
            HybridRuns.Read(levels.Span, 1, isThere);
        }

        int count = isThere?.Count(level => level == 1) ?? header.ValueCount;
        cells.Add(EncodedValues.Read(field, header.Encoding, page, count, _dictionary, budget), isThere);
    }

    /// <summary>The definition levels that stand before the values of a first-version page.</summary>
    private ReadOnlyMemory<byte> CutLevels(PageHeader header, ref ReadOnlyMemory<byte> page)
    {
        if (header.LevelEncoding != ValueEncoding.Rle)
        {
            throw new UnsupportedParquetException("its levels are in encoding BIT_PACKED");
        }

        uint length = page.Length >= 4 ? BitConverter.ToUInt32(page.Span) : uint.MaxValue;
        if (length > (uint)Math.Max(0, page.Length - 4))
        {
            throw Damaged("the levels of a page are longer than the page");
        }

        var levels = page.Slice(4, (int)length);
        page = page[(4 + (int)length)..];
        return levels;
    }

    private ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> page, int size)
    {
        budget.TakeBytes(size);
        return size == 0 ? ReadOnlyMemory<byte>.Empty : PageCodec.Decompress(chunk.Codec, page, size);
    }

    private Errors.TollamaException Damaged(string what) => ParquetFault.Damaged($"column '{field.Name}': {what}");
}
