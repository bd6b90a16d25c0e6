using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Tollama.Core.Errors;

namespace Tollama.Core.Wire;

/// <summary>Faults of malformed JSON: <c>json_invalid</c> at the offset of the first unexpected character.</summary>
internal static class JsonSyntax
{
    /// <summary>Throws the fault.</summary>
    /// <param name="text">The whole body, without byte order mark.</param>
    /// <param name="position">Byte offset; the fault counts characters (code points).</param>
    /// <param name="reason">What is wrong there.</param>
    [DoesNotReturn]
    public static void Fail(ReadOnlySpan<byte> text, int position, string reason) => throw new ValidationException(
    [
        new ValidationIssue
        {
            Type = "json_invalid",
            Location = ["body", CountCharacters(text[..Math.Min(position, text.Length)])],
            Message = "The body is not valid JSON: " + reason,
            Input = "{}"u8.ToArray(),
            Context = new JsonObject { ["error"] = reason },
        },
    ]);

    private static int CountCharacters(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte unit in utf8)
        {
            count += (unit & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }
}
