using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Tollama.Core.Wire;

/// <summary>
/// Forward-only strict JSON scanner over a whole body of valid UTF-8. It allocates nothing, never recurses, and reports
/// malformed text where the first unexpected character stands.
/// </summary>
internal ref struct JsonCursor
{
    /// <summary>Containers that may be nested.</summary>
    public const int MaximumDepth = 64;

    private const string ExpectingValue = "expecting a value";

    private static readonly SearchValues<byte> StringStops = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(unit => (byte)unit), (byte)'"', (byte)'\\']);

    private readonly ReadOnlySpan<byte> _text;
    private int _position;
    private int _depth;

    /// <summary>A cursor before the first character.</summary>
    public JsonCursor(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>Byte offset of the next character.</summary>
    public readonly int Position => _position;

    /// <summary>The whole body.</summary>
    public readonly ReadOnlySpan<byte> Text => _text;

    /// <summary>Moves to the next value and says what kind it is.</summary>
    public JsonKind Peek()
    {
        SkipBlanks();
        byte first = _position < _text.Length ? _text[_position] : (byte)0;
        switch (first)
        {
            case (byte)'{':
                return JsonKind.Object;
            case (byte)'[':
                return JsonKind.Array;
            case (byte)'"':
                return JsonKind.Text;
            case (byte)'t' or (byte)'f':
                return JsonKind.Boolean;
            case (byte)'n':
                return JsonKind.Null;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return JsonKind.Number;
            default:
                Fail(_position, ExpectingValue);
                return default;
        }
    }

    /// <summary>Steps into the object or array at the cursor.</summary>
    public void Enter()
    {
        if (++_depth > MaximumDepth)
        {
            Fail(_position, $"nested deeper than {MaximumDepth} levels");
        }

        _position++;
    }

    /// <summary>Moves to the value of the next property, or past the end of the object.</summary>
    /// <param name="isFirst">True before the first call; the method clears it.</param>
    /// <param name="key">The property's name.</param>
    public bool NextProperty(ref bool isFirst, out JsonText key)
    {
        key = default;
        if (!Continue((byte)'}', ref isFirst))
        {
            return false;
        }

        if (!IsAt((byte)'"'))
        {
            Fail(_position, "expecting a property name in double quotes");
        }

        key = ReadText();
        SkipBlanks();
        if (!IsAt((byte)':'))
        {
            Fail(_position, "expecting ':' after a property name");
        }

        _position++;
        return true;
    }

    /// <summary>Moves to the next element, or past the end of the array.</summary>
    /// <param name="isFirst">True before the first call; the method clears it.</param>
    public bool NextItem(ref bool isFirst) => Continue((byte)']', ref isFirst);

    /// <summary>Reads the string at the cursor.</summary>
    public JsonText ReadText()
    {
        int opening = _position;
        int start = opening + 1;
        int next = start;
        bool hasEscapes = false;
        while (true)
        {
            int length = _text[next..].IndexOfAny(StringStops);
            if (length < 0)
            {
                Fail(opening, "a text that does not end");
            }

            next += length;
            if (_text[next] == '"')
            {
                _position = next + 1;
                return new JsonText(start, next - start, hasEscapes);
            }

            if (_text[next] != '\\')
            {
                Fail(next, "a control character inside a text");
            }

            hasEscapes = true;
            next = SkipEscape(next, opening);
        }
    }

    /// <summary>Reads the number at the cursor.</summary>
    /// <param name="isInteger">Whether it has neither fraction nor exponent.</param>
    /// <returns>The value; infinite beyond the range of a double.</returns>
    public double ReadNumber(out bool isInteger)
    {
        int length = JsonNumber.Read(_text[_position..], out double value, out isInteger);
        if (length == 0)
        {
            Fail(_position, ExpectingValue);
        }

        _position += length;
        return value;
    }

    /// <summary>Reads <c>true</c> or <c>false</c>.</summary>
    public bool ReadBoolean()
    {
        bool value = _text[_position] == 't';
        ReadLiteral(value ? "true"u8 : "false"u8);
        return value;
    }

    /// <summary>Reads <c>null</c>.</summary>
    public void ReadNull() => ReadLiteral("null"u8);

    /// <summary>Passes over the value at the cursor, whatever it holds.</summary>
    public void SkipValue()
    {
        int floor = _depth;
        ulong objects = 0; // bit d: the container at depth d is an object
        bool isFirst = false;
        while (true)
        {
            switch (Peek())
            {
                case JsonKind.Object:
                    Enter();
                    objects |= 1UL << (_depth - 1);
                    isFirst = true;
                    break;
                case JsonKind.Array:
                    Enter();
                    objects &= ~(1UL << (_depth - 1));
                    isFirst = true;
                    break;
                default:
                    SkipScalar();
                    break;
            }

            if (!CloseFinished(floor, objects, ref isFirst))
            {
                return;
            }
        }
    }

    /// <summary>Checks that nothing but blanks follows.</summary>
    public void Finish()
    {
        SkipBlanks();
        if (_position < _text.Length)
        {
            Fail(_position, "text after the end of the document");
        }
    }

    /// <summary>The decoded form of a string.</summary>
    public readonly string Decode(JsonText text)
    {
        var raw = _text.Slice(text.Start, text.Length);
        if (!text.HasEscapes)
        {
            return Encoding.UTF8.GetString(raw);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(raw.Length);
        try
        {
            return Encoding.UTF8.GetString(buffer, 0, JsonEscapes.Decode(raw, buffer));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [DoesNotReturn]
    private readonly void Fail(int position, string reason) => JsonSyntax.Fail(_text, position, reason);

    private readonly bool IsAt(byte unit) => _position < _text.Length && _text[_position] == unit;

    private void SkipBlanks()
    {
        while (_position < _text.Length && _text[_position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _position++;
        }
    }

    private bool Continue(byte closing, ref bool isFirst)
    {
        SkipBlanks();
        if (IsAt(closing))
        {
            _position++;
            _depth--;
            return false;
        }

        if (!isFirst)
        {
            if (!IsAt((byte)','))
            {
                Fail(_position, "expecting ',' or the end of the list");
            }

            _position++;
            SkipBlanks();
        }

        isFirst = false;
        return true;
    }

    private void ReadLiteral(ReadOnlySpan<byte> literal)
    {
        if (!_text[_position..].StartsWith(literal))
        {
            Fail(_position, ExpectingValue);
        }

        _position += literal.Length;
    }

    private void SkipScalar()
    {
        switch (Peek())
        {
            case JsonKind.Text:
                ReadText();
                break;
            case JsonKind.Number:
                ReadNumber(out _);
                break;
            case JsonKind.Boolean:
                ReadBoolean();
                break;
            default:
                ReadNull();
                break;
        }
    }

    /// <summary>Leaves containers that end here; true when another value follows inside the skipped one.</summary>
    private bool CloseFinished(int floor, ulong objects, ref bool isFirst)
    {
        while (_depth > floor)
        {
            bool isObject = (objects >> (_depth - 1) & 1) != 0;
            if (isObject ? NextProperty(ref isFirst, out _) : NextItem(ref isFirst))
            {
                return true;
            }

            isFirst = false;
        }

        return false;
    }

    /// <summary>Checks one escape; returns the offset behind it.</summary>
    private readonly int SkipEscape(int backslash, int opening)
    {
        if (backslash + 1 >= _text.Length)
        {
            Fail(opening, "a text that does not end");
        }

        if (_text[backslash + 1] != 'u')
        {
            if (!"\"\\/bfnrt"u8.Contains(_text[backslash + 1]))
            {
                Fail(backslash, "an unknown escape inside a text");
            }

            return backslash + 2;
        }

        int unit = JsonEscapes.ReadHex(_text, backslash + 2);
        int end = backslash + 6;
        if (unit >= 0 && char.IsHighSurrogate((char)unit))
        {
            bool isPair = end + 1 < _text.Length && _text[end] == '\\' && _text[end + 1] == 'u';
            int low = isPair ? JsonEscapes.ReadHex(_text, end + 2) : -1;
            unit = low >= 0 && char.IsLowSurrogate((char)low) ? low : -1;
            end += 6;
        }
        else if (unit >= 0 && char.IsLowSurrogate((char)unit))
        {
            unit = -1;
        }

        if (unit < 0)
        {
            Fail(backslash + 1, "an escape that is no character");
        }

        return end;
    }
}
