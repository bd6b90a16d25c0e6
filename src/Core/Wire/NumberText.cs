using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Tollama.Core.Wire;

/// <summary>
/// Numbers as the contract prints them: integers without a point, other numbers as the shortest text that reads back to
/// the same double, always with a point or an exponent (<c>10.0</c>, <c>1e-05</c>, <c>1e+16</c>).
/// </summary>
public static class NumberText
{
    /// <summary>Bytes that any number fits in.</summary>
    public const int MaximumLength = 320;

    /// <summary>Writes a number; null when it is not finite.</summary>
    /// <param name="writer">Receives the value.</param>
    /// <param name="value">The number.</param>
    /// <param name="isInteger">Whether it is printed as an integer.</param>
    public static void Write(Utf8JsonWriter writer, double value, bool isInteger = false)
    {
        if (!double.IsFinite(value))
        {
            writer.WriteNullValue();
            return;
        }

        Span<byte> text = stackalloc byte[MaximumLength];
        writer.WriteRawValue(text[..Format(value, isInteger, text)], skipInputValidation: true);
    }

    /// <summary>Formats a finite number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="isInteger">Whether it is printed as an integer; the caller knows that it is one.</param>
    /// <param name="text">Room for <see cref="MaximumLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Format(double value, bool isInteger, Span<byte> text)
    {
        int written;
        if (isInteger && Math.Abs(value) < 1L << 62)
        {
            ((long)value).TryFormat(text, out written, default, CultureInfo.InvariantCulture);
            return written;
        }

        if (isInteger)
        {
            return Encoding.ASCII.GetBytes(((BigInteger)value).ToString(CultureInfo.InvariantCulture), text);
        }

        Span<byte> shortest = stackalloc byte[64];
        value.TryFormat(shortest, out int length, "R", CultureInfo.InvariantCulture);
        shortest = shortest[..length];
        bool hasExponent = shortest.Contains((byte)'E');
        bool hasPoint = shortest.Contains((byte)'.');
        if (hasExponent || (!hasPoint && Math.Abs(value) >= 1e16))
        {
            return Rearrange(shortest, text);
        }

        shortest.CopyTo(text);
        if (!hasPoint)
        {
            ".0"u8.CopyTo(text[length..]);
            length += 2;
        }

        return length;
    }

    /// <summary>
    /// Moves the point: plain digits for exponents from −4 to 15, else one digit before the point and an exponent of at
    /// least two digits.
    /// </summary>
    private static int Rearrange(ReadOnlySpan<byte> shortest, Span<byte> text)
    {
        int written = 0;
        if (shortest[0] == '-')
        {
            text[written++] = (byte)'-';
            shortest = shortest[1..];
        }

        int exponentAt = shortest.IndexOf((byte)'E');
        var mantissa = exponentAt < 0 ? shortest : shortest[..exponentAt];
        int exponent = exponentAt < 0
            ? mantissa.Length - 1
            : int.Parse(shortest[(exponentAt + 1)..], NumberStyles.Integer, CultureInfo.InvariantCulture);

        Span<byte> digits = stackalloc byte[64];
        digits[0] = mantissa[0];
        var rest = exponentAt < 0 ? mantissa[1..] : mantissa[Math.Min(2, mantissa.Length)..];
        rest.CopyTo(digits[1..]);
        digits[(1 + rest.Length)..].Fill((byte)'0');
        int count = digits.LastIndexOfAnyExcept((byte)'0') + 1;
        return written + (exponent is > 0 and < 16
            ? WritePlain(digits, Math.Max(count, exponent + 2), exponent + 1, text[written..])
            : WriteScientific(digits[..count], exponent, text[written..]));
    }

    private static int WritePlain(ReadOnlySpan<byte> digits, int count, int pointAt, Span<byte> text)
    {
        digits[..pointAt].CopyTo(text);
        text[pointAt] = (byte)'.';
        digits[pointAt..count].CopyTo(text[(pointAt + 1)..]);
        return count + 1;
    }

    private static int WriteScientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> text)
    {
        int written = 0;
        text[written++] = digits[0];
        if (digits.Length > 1)
        {
            text[written++] = (byte)'.';
            digits[1..].CopyTo(text[written..]);
            written += digits.Length - 1;
        }

        text[written++] = (byte)'e';
        text[written++] = exponent < 0 ? (byte)'-' : (byte)'+';
        Math.Abs(exponent).TryFormat(text[written..], out int length, "00", CultureInfo.InvariantCulture);
        return written + length;
    }
}
