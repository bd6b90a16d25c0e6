using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Errors;

namespace Tollama.Core.Wire.Requests;

/// <summary>Reader of JSON-RPC calls: any JSON, looked at by the protocol itself.</summary>
public static class RpcBody
{
    /// <summary>The body as a tree; null for <c>null</c>.</summary>
    /// <exception cref="ValidationException">There is none, or it is not JSON.</exception>
    public static JsonNode? Read(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            throw new ValidationException(
            [
                new ValidationIssue { Type = "missing", Location = ["body"], Message = "Field required", Input = "null"u8.ToArray() },
            ]);
        }

        SyntaxCheck.Run(body);
        return FreeFormJson.ToNode(JsonElement.Parse(Utf8Body.Check(body).Span));
    }
}
