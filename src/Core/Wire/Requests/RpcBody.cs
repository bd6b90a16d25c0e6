using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Errors;

namespace Tollama.Core.Wire.Requests;

/// <summary>Reader of JSON-RPC calls: any JSON, looked at by the protocol itself.</summary>
public static class RpcBody
{
    /// <summary>The body as a tree.</summary>
    /// <exception cref="ValidationException">There is none, it is <c>null</c>, or it is not JSON.</exception>
    public static JsonNode Read(ReadOnlyMemory<byte> body)
    {
        if (!body.IsEmpty)
        {
            SyntaxCheck.Run(body);
        }

        return (body.IsEmpty ? null : FreeFormJson.ToNode(JsonElement.Parse(Utf8Body.Check(body).Span)))
            ?? throw new ValidationException(
            [
                new ValidationIssue { Type = "missing", Location = ["body"], Message = "Field required" },
            ]);
    }
}
