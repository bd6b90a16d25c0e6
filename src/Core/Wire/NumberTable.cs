namespace Tollama.Core.Wire;

/// <summary>Numbers in one list, or in a list of lists that are equally long.</summary>
internal sealed class NumberTable
{
    private bool _isNested;
    private int _rows;

    /// <summary>The numbers, row by row.</summary>
    public List<double> Values { get; } = [];

    /// <summary>Numbers in a row; 1 for a plain list.</summary>
    public int Columns { get; private set; } = 1;

    /// <summary>The shape in words.</summary>
    public string Shape => _isNested ? $"{_rows} × {Columns}" : $"{_rows}";

    /// <summary>Whether another table has the same shape.</summary>
    public bool HasShapeOf(NumberTable other) =>
        (_isNested, _rows, Columns) == (other._isNested, other._rows, other.Columns);

    /// <summary>Reads the table at the cursor.</summary>
    public static NumberTable Read(ref BodyReader reader)
    {
        var table = new NumberTable();
        reader.ReadList(table, static (ref r, t) => t.ReadRow(ref r));
        return table;
    }

    private void ReadRow(ref BodyReader reader)
    {
        bool isList = reader.Json.Peek() == JsonKind.Array;
        int start = reader.Json.Position;
        int before = Values.Count;
        if (isList)
        {
            reader.ReadList(Values, static (ref r, list) => list.Add(r.ReadFloat(Bounds.None) ?? 0));
        }
        else
        {
            Values.Add(reader.ReadFloat(Bounds.None) ?? 0);
        }

        int count = Values.Count - before;
        if (_rows++ == 0)
        {
            (_isNested, Columns) = (isList, count);
        }
        else if (isList != _isNested || count != Columns)
        {
            reader.ReportRule("rows must be equally long", reader.SliceFrom(start));
        }
    }
}
