using System.Text;
using Tollama.Cli.Output;

namespace Tollama.Cli.Charts;

/// <summary>Draws a chart as text: title, plot with vertical axis, horizontal axis with labels, legend.</summary>
internal sealed class ChartRenderer
{
    private const int MinimumPlotWidth = 16;
    private const int MinimumPlotHeight = 4;
    private const int WantedTicks = 5;

    private readonly bool _isBraille;
    private readonly bool _isColoured;
    private readonly int _width;
    private readonly int _height;

    /// <summary>A renderer for charts of the given size.</summary>
    /// <param name="width">Characters across, axis included.</param>
    /// <param name="height">Characters down, without title, axis and legend.</param>
    /// <param name="isBraille">Whether braille can be shown.</param>
    /// <param name="isColoured">Whether colours can be shown.</param>
    public ChartRenderer(int width, int height, bool isBraille, bool isColoured)
    {
        _width = width;
        _height = Math.Max(MinimumPlotHeight, height);
        _isBraille = isBraille;
        _isColoured = isColoured;
    }

    /// <summary>A renderer that suits a terminal.</summary>
    public static ChartRenderer For(Terminal terminal) => new(
        Math.Clamp(terminal.Width - 1, 40, 120),
        Math.Clamp(terminal.Height - 8, 10, 18),
        terminal.AllowsUnicode,
        terminal.ColoursOutput);

    /// <summary>The lines of the chart.</summary>
    public IReadOnlyList<string> Render(Chart chart)
    {
        var ticks = Range(chart);
        var labels = ticks.Values().ToDictionary(value => Row(value, ticks), ticks.Label);
        int labelWidth = labels.Values.Max(label => label.Length);
        int plotWidth = Math.Max(MinimumPlotWidth, _width - labelWidth - 2);
        var canvas = new DotCanvas(plotWidth, _height, _isBraille);
        Draw(canvas, chart, ticks);
        var lines = new List<string> { chart.Title };
        for (int row = 0; row < _height; row++)
        {
            string label = labels.GetValueOrDefault(row, string.Empty);
            string axis = (label.Length > 0, _isBraille) switch
            {
                (true, true) => "┤",
                (false, true) => "│",
                (true, false) => "+",
                _ => "|",
            };
            lines.Add($"{label.PadLeft(labelWidth)} {axis}{canvas.Row(row, _isColoured)}".TrimEnd());
        }

        lines.AddRange(HorizontalAxis(chart, labelWidth + 2, plotWidth));
        lines.Add(new string(' ', labelWidth + 2) + Legend(chart));
        return lines;
    }

    private int Row(double value, AxisTicks ticks) =>
        _height - 1 - (int)Math.Round((value - ticks.Minimum) / (ticks.Maximum - ticks.Minimum) * (_height - 1));

    private static AxisTicks Range(Chart chart)
    {
        var values = chart
            .Lines.SelectMany(line => line.Values)
            .Concat(chart.Band?.Lower ?? [])
            .Concat(chart.Band?.Upper ?? [])
            .Where(double.IsFinite)
            .ToList();
        return values.Count == 0
            ? AxisTicks.Around(0, 1, WantedTicks)
            : AxisTicks.Around(values.Min(), values.Max(), WantedTicks);
    }

    private static void Draw(DotCanvas canvas, Chart chart, AxisTicks ticks)
    {
        if (chart.Band is { } band)
        {
            DrawBand(canvas, band, chart.Length, ticks);
        }

        foreach (var line in chart.Lines)
        {
            (int X, int Y)? previous = null;
            for (int i = 0; i < line.Values.Count; i++)
            {
                if (!double.IsFinite(line.Values[i]))
                {
                    previous = null;
                    continue;
                }

                var dot = (X(canvas, line.Start + i, chart.Length), Y(canvas, line.Values[i], ticks));
                canvas.Line(previous ?? dot, dot, line.Layer);
                previous = dot;
            }
        }
    }

    private static void DrawBand(DotCanvas canvas, ChartBand band, int length, AxisTicks ticks)
    {
        int last = band.Lower.Count - 1;
        int from = X(canvas, band.Start, length);
        int to = X(canvas, band.Start + last, length);
        for (int x = from; x <= to; x++)
        {
            double position = to == from ? 0 : (double)(x - from) / (to - from) * last;
            int top = Y(canvas, Between(band.Upper, position), ticks);
            int bottom = Y(canvas, Between(band.Lower, position), ticks);
            for (int y = top; y <= bottom; y++)
            {
                // A sparse pattern, so that the lines stay visible without colours.
                if ((x & 1) == 0 && (y & 1) == 0)
                {
                    canvas.Set(x, y, ChartLayer.Band);
                }
            }
        }
    }

    private static double Between(IReadOnlyList<double> values, double position)
    {
        int left = Math.Min((int)position, values.Count - 1);
        int right = Math.Min(left + 1, values.Count - 1);
        return values[left] + ((position - left) * (values[right] - values[left]));
    }

    private static int X(DotCanvas canvas, int position, int length) =>
        length <= 1 ? 0 : (int)Math.Round((double)position / (length - 1) * (canvas.Width - 1));

    private static int Y(DotCanvas canvas, double value, AxisTicks ticks)
    {
        double share = (value - ticks.Minimum) / (ticks.Maximum - ticks.Minimum);
        return double.IsFinite(share) ? canvas.Height - 1 - (int)Math.Round(share * (canvas.Height - 1)) : -1;
    }

    private IEnumerable<string> HorizontalAxis(Chart chart, int indent, int plotWidth)
    {
        var axis = new StringBuilder(new string(_isBraille ? '─' : '-', plotWidth));
        var texts = new StringBuilder(new string(' ', plotWidth));
        int free = 0;
        foreach (var (position, text) in chart.Labels)
        {
            int column = chart.Length <= 1
                ? 0
                : (int)Math.Round((double)position / (chart.Length - 1) * (plotWidth - 1));
            axis[column] = _isBraille ? '┬' : '+';
            int start = Math.Clamp(column - (text.Length / 2), 0, Math.Max(0, plotWidth - text.Length));
            if (start < free || start + text.Length > plotWidth)
            {
                continue;
            }

            texts.Remove(start, text.Length).Insert(start, text);
            free = start + text.Length + 2;
        }

        yield return new string(' ', indent - 1) + (_isBraille ? "└" : "+") + axis;
        yield return (new string(' ', indent) + texts).TrimEnd();
    }

    private string Legend(Chart chart)
    {
        var entries = chart.Lines.Select(line => (line.Layer, Name: line.Layer switch
        {
            ChartLayer.History => "history",
            ChartLayer.Actual => "what happened",
            _ => "forecast",
        }));
        if (chart.Band is { } band)
        {
            entries = entries.Append((ChartLayer.Band, band.Name));
        }

        return string.Join(
            "   ",
            entries.Select(entry => $"{DotCanvas.LegendGlyph(entry.Item1, _isBraille, _isColoured)} {entry.Item2}"));
    }
}
