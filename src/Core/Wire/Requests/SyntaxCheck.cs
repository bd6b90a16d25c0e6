using Tollama.Core.Errors;

namespace Tollama.Core.Wire.Requests;

/// <summary>Tells whether a body is JSON at all, for callers that must not see more than that.</summary>
public static class SyntaxCheck
{
    /// <summary>Passes over a whole body.</summary>
    /// <exception cref="ValidationException">It is not JSON (<c>json_invalid</c>).</exception>
    public static void Run(ReadOnlyMemory<byte> body)
    {
        var cursor = new JsonCursor(Utf8Body.Check(body).Span);
        cursor.Peek();
        cursor.SkipValue();
        cursor.Finish();
    }
}
