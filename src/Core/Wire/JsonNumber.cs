using System.Globalization;

namespace Tollama.Core.Wire;

/// <summary>Numbers of JSON, straight from UTF-8.</summary>
internal static class JsonNumber
{
    private const ulong LargestExact = 1UL << 53;

    // Powers of ten that a double holds exactly: one correctly rounded operation on exact operands is exact enough
    // (Clinger, "How to read floating point numbers accurately", PLDI 1990).
    private static ReadOnlySpan<double> ExactPowers =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Reads the longest number at the start of a text.</summary>
    /// <param name="text">Text that begins with a digit or a minus.</param>
    /// <param name="value">Its value, correctly rounded; infinite beyond the range of a double.</param>
    /// <param name="isInteger">Whether it has neither fraction nor exponent.</param>
    /// <returns>Bytes read; 0 when no number stands there.</returns>
    public static int Read(ReadOnlySpan<byte> text, out double value, out bool isInteger)
    {
        value = 0;
        isInteger = true;
        int position = text.Length > 0 && text[0] == '-' ? 1 : 0;
        int digitsStart = position;
        ulong mantissa = 0;
        while ((uint)position < (uint)text.Length && IsDigit(text[position]))
        {
            mantissa = unchecked((mantissa * 10) + (ulong)(text[position] - '0'));
            position++;
            if (text[digitsStart] == '0')
            {
                break; // a leading zero stands alone
            }
        }

        int integerDigits = position - digitsStart;
        if (integerDigits == 0)
        {
            return 0;
        }

        int fractionDigits = ReadFraction(text, ref position, ref mantissa);
        int exponent = ReadExponent(text, ref position, out bool hasExponent);
        isInteger = fractionDigits == 0 && !hasExponent;
        value = integerDigits + fractionDigits <= 19
            ? Scale(mantissa, exponent - fractionDigits, text[..position])
            : Round(text[..position]);
        if (text[0] == '-' && integerDigits + fractionDigits <= 19 && !double.IsNegative(value))
        {
            value = isInteger && value == 0 ? 0 : -value;
        }

        return position;
    }

    private static bool IsDigit(byte unit) => (uint)(unit - '0') <= 9;

    private static int ReadFraction(ReadOnlySpan<byte> text, ref int position, ref ulong mantissa)
    {
        if (position + 1 >= text.Length || text[position] != '.' || !IsDigit(text[position + 1]))
        {
            return 0;
        }

        int start = ++position;
        while ((uint)position < (uint)text.Length && IsDigit(text[position]))
        {
            mantissa = unchecked((mantissa * 10) + (ulong)(text[position] - '0'));
            position++;
        }

        return position - start;
    }

    private static int ReadExponent(ReadOnlySpan<byte> text, ref int position, out bool hasExponent)
    {
        hasExponent = false;
        if (position >= text.Length || (text[position] | 0x20) != 'e')
        {
            return 0;
        }

        int next = position + 1;
        bool isNegative = next < text.Length && text[next] == '-';
        if (next < text.Length && text[next] is (byte)'-' or (byte)'+')
        {
            next++;
        }

        int start = next;
        int exponent = 0;
        while (next < text.Length && IsDigit(text[next]))
        {
            exponent = Math.Min((exponent * 10) + (text[next] - '0'), 99_999);
            next++;
        }

        if (next == start)
        {
            return 0; // "1e" is the number 1 and a stray letter
        }

        hasExponent = true;
        position = next;
        return isNegative ? -exponent : exponent;
    }

    /// <summary>mantissa · 10^power where both are exact, else the slow way.</summary>
    private static double Scale(ulong mantissa, int power, ReadOnlySpan<byte> text)
    {
        if (mantissa <= LargestExact)
        {
            if (power == 0)
            {
                return mantissa;
            }

            if (power is < 0 and >= -22)
            {
                return mantissa / ExactPowers[-power];
            }

            if (power is > 0 and <= 22)
            {
                return mantissa * ExactPowers[power];
            }
        }

        return Round(text);
    }

    private static double Round(ReadOnlySpan<byte> text) =>
        double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
