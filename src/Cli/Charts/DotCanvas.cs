using System.Text;

namespace Tollama.Cli.Charts;

/// <summary>
/// A grid of dots, drawn with Unicode braille (2 × 4 dots a character) or, where that cannot be shown, one ASCII
/// character a dot. Row 0 is at the top.
/// </summary>
internal sealed class DotCanvas
{
    private const string Reset = "\u001b[0m";

    // Bit of each dot of a braille character, by row and column (Unicode standard, block 2800).
    private static readonly byte[,] BrailleBits =
    {
        { 0x01, 0x08 },
        { 0x02, 0x10 },
        { 0x04, 0x20 },
        { 0x40, 0x80 },
    };

    private readonly ChartLayer[,] _dots;
    private readonly bool _isBraille;
    private readonly int _cellWidth;
    private readonly int _cellHeight;

    /// <summary>An empty canvas.</summary>
    /// <param name="columns">Characters across.</param>
    /// <param name="rows">Characters down.</param>
    /// <param name="isBraille">Whether braille can be shown.</param>
    public DotCanvas(int columns, int rows, bool isBraille)
    {
        _isBraille = isBraille;
        _cellWidth = isBraille ? 2 : 1;
        _cellHeight = isBraille ? 4 : 1;
        Width = columns * _cellWidth;
        Height = rows * _cellHeight;
        _dots = new ChartLayer[Height, Width];
    }

    /// <summary>Dots across.</summary>
    public int Width { get; }

    /// <summary>Dots down.</summary>
    public int Height { get; }

    /// <summary>Sets a dot unless a later layer holds it; dots outside are ignored.</summary>
    public void Set(int x, int y, ChartLayer layer)
    {
        if (x >= 0 && x < Width && y >= 0 && y < Height && layer > _dots[y, x])
        {
            _dots[y, x] = layer;
        }
    }

    /// <summary>Draws a straight line between two dots.</summary>
    public void Line((int X, int Y) from, (int X, int Y) to, ChartLayer layer)
    {
        int steps = Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y));
        for (int step = 0; step <= steps; step++)
        {
            double share = steps == 0 ? 0 : (double)step / steps;
            Set(
                (int)Math.Round(from.X + (share * (to.X - from.X))),
                (int)Math.Round(from.Y + (share * (to.Y - from.Y))),
                layer);
        }
    }

    /// <summary>The characters of a row, coloured or not.</summary>
    public string Row(int row, bool isColoured)
    {
        var text = new StringBuilder();
        string current = string.Empty;
        for (int column = 0; column < Width / _cellWidth; column++)
        {
            var (glyph, layer) = Cell(row, column);
            string colour = isColoured ? Colour(layer) : string.Empty;
            if (colour != current)
            {
                text.Append(current.Length > 0 ? Reset : string.Empty).Append(colour);
                current = colour;
            }

            text.Append(glyph);
        }

        return text.Append(current.Length > 0 ? Reset : string.Empty).ToString();
    }

    /// <summary>The character that stands for a layer in a legend.</summary>
    public static string LegendGlyph(ChartLayer layer, bool isBraille, bool isColoured)
    {
        string glyph = (isBraille, layer) switch
        {
            (true, ChartLayer.Band) => "⠂⠂",
            (true, _) => "⠒⠒",
            _ => new string(AsciiGlyph(layer), 2),
        };
        string colour = isColoured ? Colour(layer) : string.Empty;
        return colour.Length == 0 ? glyph : colour + glyph + Reset;
    }

    private static string Colour(ChartLayer layer) => layer switch
    {
        ChartLayer.Band => "\u001b[2;36m",
        ChartLayer.Actual => "\u001b[33m",
        ChartLayer.Forecast => "\u001b[1;36m",
        _ => string.Empty,
    };

    private static char AsciiGlyph(ChartLayer layer) => layer switch
    {
        ChartLayer.Band => ':',
        ChartLayer.History => '*',
        ChartLayer.Actual => '+',
        ChartLayer.Forecast => 'o',
        _ => ' ',
    };

    private (char Glyph, ChartLayer Layer) Cell(int row, int column)
    {
        int bits = 0;
        var top = ChartLayer.None;
        for (int y = 0; y < _cellHeight; y++)
        {
            for (int x = 0; x < _cellWidth; x++)
            {
                var layer = _dots[(row * _cellHeight) + y, (column * _cellWidth) + x];
                top = layer > top ? layer : top;
                bits |= layer == ChartLayer.None ? 0 : BrailleBits[y, x];
            }
        }

        return (_isBraille && bits != 0 ? (char)(0x2800 + bits) : AsciiGlyph(top), top);
    }
}
