using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Tollama.Core.Wire;

/// <summary>The encoding of bodies.</summary>
internal static class Utf8Body
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Checks that a body is UTF-8 and drops its byte order mark.</summary>
    /// <exception cref="Errors.ValidationException">It is not UTF-8.</exception>
    public static ReadOnlyMemory<byte> Check(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith(ByteOrderMark))
        {
            body = body[ByteOrderMark.Length..];
        }

        if (!Utf8.IsValid(body.Span))
        {
            JsonSyntax.Fail(body.Span, FirstInvalid(body.Span), "bytes that are not UTF-8");
        }

        return body;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        int position = 0;
        while (Rune.DecodeFromUtf8(text[position..], out _, out int length) == OperationStatus.Done)
        {
            position += length;
        }

        return position;
    }
}
