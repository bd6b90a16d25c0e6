using System.Numerics;
using System.Text;
using System.Text.Unicode;
using Tollama.Core.Parquet.Encodings;
using Tollama.Core.Parquet.Format;
using Tollama.Core.Tables;

namespace Tollama.Core.Parquet;

/// <summary>The cells of one column, collected page by page; what they mean is settled at the end.</summary>
internal sealed class ColumnCells(SchemaField column, string? zone)
{
    private readonly List<long> _times = [];
    private readonly List<double> _numbers = [];
    private readonly List<ReadOnlyMemory<byte>?> _blobs = [];

    /// <summary>Cells so far.</summary>
    public int Count { get; private set; }

    private LogicalType Logical => column.Logical;

    /// <summary>Adds the values of a page.</summary>
    /// <param name="values">Those that are not missing.</param>
    /// <param name="isThere">1 where a value is, 0 where it is missing; null when none is.</param>
    public void Add(PageValues values, int[]? isThere)
    {
        int total = isThere?.Length ?? values.Count;
        int next = 0;
        for (int i = 0; i < total; i++)
        {
            int at = isThere is null || isThere[i] == 1 ? next++ : -1;
            Append(values, at);
        }

        Count += total;
    }

    /// <summary>The column.</summary>
    /// <exception cref="UnsupportedParquetException">Values that no column of a tidy table holds.</exception>
    public TableColumn Build() =>
        (column.Physical, Logical.Kind) switch
        {
            (_, ValueKind.Other) => throw new UnsupportedParquetException(
                "its logical type is not one of numbers, texts and times"),
            (PhysicalType.Int96, _) => Times(TimeSpan.NanosecondsPerTick, isUtc: false),
            _ when AreTimes => Logical.Kind == ValueKind.Date ? Dates() : Times(Logical.Unit, Logical.IsUtc),
            (PhysicalType.Boolean, _) => TableColumn.OfBooleans(
                column.Name,
                [.. _numbers.Select(value => double.IsNaN(value) ? (bool?)null : value > 0)]),
            (PhysicalType.Int32 or PhysicalType.Int64, _) => TableColumn.OfNumbers(
                column.Name,
                [.. _numbers],
                isInteger: Logical.Kind != ValueKind.Decimal || Logical.Scale == 0),
            (PhysicalType.Float or PhysicalType.Double, _) => TableColumn.OfNumbers(
                column.Name,
                [.. _numbers],
                isInteger: false),
            (PhysicalType.FixedLengthByteArray, ValueKind.Uuid) when column.Length == 16 => Texts(blob =>
                new Guid(blob.Span, bigEndian: true).ToString()),
            (PhysicalType.FixedLengthByteArray, ValueKind.HalfFloat) when column.Length == 2 => Numbers(blob =>
                (double)BitConverter.ToHalf(blob.Span)),
            (_, ValueKind.Decimal) => Numbers(blob => Scaled((double)new BigInteger(blob.Span, isBigEndian: true))),
            _ => Texts(Decode),
        };

    private bool AreTimes => (column.Physical, Logical.Kind) is (PhysicalType.Int96, _)
        or (PhysicalType.Int32 or PhysicalType.Int64, ValueKind.Timestamp) or (PhysicalType.Int32, ValueKind.Date);

    private void Append(PageValues values, int at)
    {
        if (values.Integers is { } integers)
        {
            if (AreTimes)
            {
                _times.Add(at < 0 ? TableColumn.NoTime : integers[at]);
                return;
            }

            _numbers.Add(at < 0 ? double.NaN : Number(integers[at]));
        }
        else if (values.Reals is { } reals)
        {
            _numbers.Add(at < 0 ? double.NaN : reals[at]);
        }
        else
        {
            _blobs.Add(at < 0 ? default(ReadOnlyMemory<byte>?) : values.Blobs![at]); // one of the three
        }
    }

    /// <summary>The number that a stored integer stands for.</summary>
    private double Number(long value) => Logical.Kind switch
    {
        ValueKind.Decimal => Scaled(value),
        ValueKind.Unsigned when column.Physical == PhysicalType.Int32 => (uint)value,
        ValueKind.Unsigned => (ulong)value,
        _ => value,
    };

    private double Scaled(double value) => value / Math.Pow(10, Logical.Scale);

    private TableColumn Numbers(Func<ReadOnlyMemory<byte>, double> read) => TableColumn.OfNumbers(
        column.Name, [.. _blobs.Select(blob => blob is { } value ? read(value) : double.NaN)], isInteger: false);

    private TableColumn Texts(Func<ReadOnlyMemory<byte>, string> read)
    {
        var known = new Dictionary<ReadOnlyMemory<byte>, string>(BlobComparer.Instance); // equal cells share a text
        var texts = new string?[_blobs.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            if (_blobs[i] is not { } blob)
            {
                continue;
            }

            if (!known.TryGetValue(blob, out string? text))
            {
                known[blob] = text = read(blob);
            }

            texts[i] = text;
        }

        return TableColumn.OfTexts(column.Name, texts);
    }

    private TableColumn Dates()
    {
        long[] days = [.. _times];
        return TableColumn.OfTimes(column.Name, days, row => TimeText.Date(days[row], column.Name));
    }

    private TableColumn Times(long unit, bool isUtc)
    {
        long[] values = [.. _times];
        var clock = isUtc ? TimeText.FindZone(zone) : null;
        return TableColumn.OfTimes(column.Name, values, row => TimeText.Time(values[row], unit, clock, column.Name));
    }

    private string Decode(ReadOnlyMemory<byte> blob) => Utf8.IsValid(blob.Span)
        ? Encoding.UTF8.GetString(blob.Span)
        : throw new UnsupportedParquetException("it holds bytes that are no text");
}
