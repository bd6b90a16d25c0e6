using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Errors;

namespace Tollama.Core.Wire;

/// <summary>
/// Reads one request body in a single pass: a cursor, the path to where it stands, and the problems met on the way.
/// Values of the wrong kind are reported and passed over, so that every problem of a body is found.
/// </summary>
internal ref struct BodyReader
{
    /// <summary>The cursor.</summary>
    public JsonCursor Json;

    private readonly ReadOnlyMemory<byte> _body;
    private readonly IssueLog _issues;
    private readonly List<LocationPart> _path;

    private BodyReader(ReadOnlyMemory<byte> body, IssueLog issues)
    {
        _body = body;
        _issues = issues;
        _path = ["body"];
        Json = new JsonCursor(body.Span);
        Scratch = new ColumnScratch();
    }

    /// <summary>Buffers for columns of yet unknown length.</summary>
    public ColumnScratch Scratch { get; }

    /// <summary>Problems so far; compare two counts to see whether a part was valid.</summary>
    public readonly int IssueCount => _issues.Count;

    /// <summary>Reads a whole body with a schema.</summary>
    /// <typeparam name="TDraft">What the schema fills.</typeparam>
    /// <param name="body">The body; slices of it live on in the result.</param>
    /// <param name="schema">Fields and rules of the body.</param>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static TDraft Read<TDraft>(ReadOnlyMemory<byte> body, ObjectSchema<TDraft> schema)
        where TDraft : class, new()
    {
        var issues = new IssueLog();
        var reader = new BodyReader(Utf8Body.Check(body), issues);
        try
        {
            if (body.IsEmpty || reader.Json.Peek() == JsonKind.Null)
            {
                reader.ReportMissing();
                issues.ThrowIfAny();
            }

            var draft = schema.Read(ref reader);
            reader.Json.Finish();
            issues.ThrowIfAny();
            return draft;
        }
        finally
        {
            reader.Scratch.Dispose();
        }
    }

    /// <summary>Reports that there is no body: nothing at all, or a <c>null</c>.</summary>
    private void ReportMissing()
    {
        if (!_body.IsEmpty)
        {
            Json.ReadNull();
            Json.Finish();
        }

        Report("missing", "Field required", default);
    }

    /// <summary>Steps into a property.</summary>
    public readonly void Push(LocationPart part) => _path.Add(part);

    /// <summary>Steps out of it.</summary>
    public readonly void Pop() => _path.RemoveAt(_path.Count - 1);

    /// <summary>The bytes of the body from a position up to the cursor.</summary>
    public readonly ReadOnlyMemory<byte> SliceFrom(int start) => _body[start..Json.Position];

    /// <summary>The bytes of the whole body, for columns that keep slices of it.</summary>
    public readonly ReadOnlyMemory<byte> Body => _body;

    /// <summary>Reports a problem at the current path.</summary>
    /// <param name="type">Code of the contract.</param>
    /// <param name="message">A sentence.</param>
    /// <param name="input">The offending JSON.</param>
    /// <param name="context">Further facts.</param>
    public readonly void Report(string type, string message, ReadOnlyMemory<byte> input, JsonObject? context = null) =>
        _issues.Add(new ValidationIssue
        {
            Type = type,
            Location = [.. _path],
            Message = message,
            Input = input,
            Context = context,
        });

    /// <summary>Reports a problem one step below the current path.</summary>
    public readonly void ReportAt(
        LocationPart part, string type, string message, ReadOnlyMemory<byte> input, JsonObject? context = null)
    {
        Push(part);
        Report(type, message, input, context);
        Pop();
    }

    /// <summary>Reports that a rule over several values is broken.</summary>
    public readonly void ReportRule(string rule, ReadOnlyMemory<byte> input) =>
        Report("value_error", "Value error, " + rule, input, new JsonObject { ["error"] = rule });

    /// <summary>Takes back the problems reported since a count, to put them in another order.</summary>
    public readonly List<ValidationIssue> TakeIssues(int start) => _issues.TakeFrom(start);

    /// <summary>Puts a problem back.</summary>
    public readonly void PutIssue(ValidationIssue issue) => _issues.Add(issue);

    /// <summary>Passes over the value at the cursor and returns its bytes.</summary>
    public ReadOnlyMemory<byte> SkipValue()
    {
        Json.Peek();
        int start = Json.Position;
        Json.SkipValue();
        return SliceFrom(start);
    }

    /// <summary>Reads the value at the cursor as a free-form element that outlives the body.</summary>
    public JsonElement ReadElement() => JsonElement.Parse(SkipValue().Span);

    /// <summary>Passes over <c>null</c>; false when another value stands at the cursor.</summary>
    public bool TryReadNull()
    {
        if (Json.Peek() != JsonKind.Null)
        {
            return false;
        }

        Json.ReadNull();
        return true;
    }
}
