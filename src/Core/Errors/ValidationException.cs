using System.Text.Json;

namespace Tollama.Core.Errors;

/// <summary>A body that breaks its schema, with every problem found in it (contract/http-api §1.2).</summary>
public sealed class ValidationException : TollamaException
{
    /// <summary>Creates the fault.</summary>
    /// <param name="issues">At least one problem, in the order of the schema.</param>
    public ValidationException(IReadOnlyList<ValidationIssue> issues)
        : base(ErrorCode.ValidationFailed, Summarise(issues)) => Issues = issues;

    /// <summary>Every problem, in the order of the schema.</summary>
    public IReadOnlyList<ValidationIssue> Issues { get; }

    /// <summary>
    /// The fault of a body that came with another content type than JSON: an opaque text where an object is expected.
    /// </summary>
    public static ValidationException ForOpaqueBody(ReadOnlySpan<byte> body) => new(
    [
        new ValidationIssue
        {
            Type = "model_attributes_type",
            Location = ["body"],
            Message = "Input should be a JSON object; send it with Content-Type application/json",
            Input = JsonSerializer.SerializeToUtf8Bytes(
                System.Text.Encoding.UTF8.GetString(body), ValidationJsonContext.Default.String),
        },
    ]);

    /// <summary>Whether the body as a whole is something else than an object.</summary>
    public bool IsNoObject => Issues[0] is { Type: "model_attributes_type", Location.Count: 1 };

    /// <summary>Writes the list that stands under <c>detail</c>.</summary>
    public void WriteDetail(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var issue in Issues)
        {
            issue.WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    private static string Summarise(IReadOnlyList<ValidationIssue> issues)
    {
        ArgumentOutOfRangeException.ThrowIfZero(issues.Count);
        string first = issues[0].Describe();
        return issues.Count == 1 ? first : $"{first}; and {issues.Count - 1} more";
    }
}
