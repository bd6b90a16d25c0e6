using System.Globalization;

namespace Tollama.Cli.Charts;

/// <summary>Round numbers for a vertical axis.</summary>
/// <param name="Minimum">Lower end of the axis.</param>
/// <param name="Maximum">Upper end.</param>
/// <param name="Step">Distance of two ticks: 1, 2 or 5 times a power of ten.</param>
internal readonly record struct AxisTicks(double Minimum, double Maximum, double Step)
{
    /// <summary>An axis that holds the values, with about the wanted number of ticks.</summary>
    public static AxisTicks Around(double minimum, double maximum, int wanted)
    {
        // A constant series gets room above and below; half of each end keeps the sum of huge values finite.
        double size = Math.Max(Math.Abs(minimum), Math.Abs(maximum));
        double range = (maximum / 2) - (minimum / 2);
        if (!(range > size * 1e-12))
        {
            double room = size > 0 ? size * 0.1 : 1;
            (minimum, maximum) = (minimum - room, maximum + room);
            range = (maximum / 2) - (minimum / 2);
        }

        double rough = range * 2 / Math.Max(1, wanted - 1);
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = (rough / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
        return new AxisTicks(minimum, maximum, step);
    }

    /// <summary>The multiples of the step that lie on the axis, ascending.</summary>
    public IEnumerable<double> Values()
    {
        double first = Math.Ceiling(Minimum / Step);
        double last = Math.Floor(Maximum / Step);
        for (double tick = first; tick <= last; tick++)
        {
            yield return tick * Step;
        }
    }

    /// <summary>A tick with just the decimals that the step needs.</summary>
    public string Label(double value)
    {
        double size = Math.Max(Math.Abs(Minimum), Math.Abs(Maximum));
        if (size >= 1e7 || Step < 1e-5)
        {
            return value.ToString("0.###e+0", CultureInfo.InvariantCulture);
        }

        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(Step) + 1e-9));
        string text = value.ToString(
            "F" + decimals.ToString(CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture);
        return text.Trim('-', '0', '.').Length == 0 ? text.TrimStart('-') : text;
    }
}
