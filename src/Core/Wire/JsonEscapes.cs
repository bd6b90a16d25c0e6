using System.Text;

namespace Tollama.Core.Wire;

/// <summary>Escapes inside JSON strings.</summary>
internal static class JsonEscapes
{
    /// <summary>Decodes a string that has been checked already.</summary>
    /// <param name="raw">UTF-8 between the quotes.</param>
    /// <param name="decoded">Room for at least as many bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Decode(ReadOnlySpan<byte> raw, Span<byte> decoded)
    {
        int written = 0;
        for (int i = 0; i < raw.Length;)
        {
            if (raw[i] != '\\')
            {
                decoded[written++] = raw[i++];
                continue;
            }

            if (raw[i + 1] != 'u')
            {
                decoded[written++] = Simple(raw[i + 1]);
                i += 2;
                continue;
            }

            var rune = ReadRune(raw, ref i);
            written += rune.EncodeToUtf8(decoded[written..]);
        }

        return written;
    }

    /// <summary>Four hexadecimal digits; −1 when they are not there.</summary>
    public static int ReadHex(ReadOnlySpan<byte> text, int start)
    {
        if (start + 4 > text.Length)
        {
            return -1;
        }

        int value = 0;
        foreach (byte unit in text.Slice(start, 4))
        {
            if (!char.IsAsciiHexDigit((char)unit))
            {
                return -1;
            }

            value = (value << 4) | (unit <= '9' ? unit - '0' : (unit | 0x20) - 'a' + 10);
        }

        return value;
    }

    private static Rune ReadRune(ReadOnlySpan<byte> raw, ref int position)
    {
        char unit = (char)ReadHex(raw, position + 2);
        position += 6;
        if (!char.IsHighSurrogate(unit))
        {
            return new Rune(unit);
        }

        char low = (char)ReadHex(raw, position + 2);
        position += 6;
        return new Rune(unit, low);
    }

    private static byte Simple(byte letter) => letter switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => letter,
    };
}
