namespace Tollama.Core.Wire;

/// <summary>
/// Fields of a JSON object and the rule over them. Problems are reported in the order of the fields, then unknown keys;
/// of a key that occurs twice, the last counts; the rule is asked only when every field is valid.
/// </summary>
/// <typeparam name="TDraft">What the object fills.</typeparam>
internal sealed class ObjectSchema<TDraft>
    where TDraft : class, new()
{
    private const string NotAnObject = "Input should be an object with named fields";

    private readonly RequestField<TDraft>[] _fields;
    private readonly bool _ignoresUnknown;
    private readonly Func<TDraft, string?> _rule;

    /// <summary>A schema.</summary>
    /// <param name="fields">The fields, in the contract's order.</param>
    /// <param name="rule">Says what is wrong with the object as a whole, or null; absent for no rule.</param>
    /// <param name="ignoresUnknown">Whether unknown keys are passed over instead of refused.</param>
    public ObjectSchema(
        IReadOnlyList<RequestField<TDraft>> fields, Func<TDraft, string?>? rule = null, bool ignoresUnknown = false)
    {
        _fields = [.. fields];
        _rule = rule ?? (_ => null);
        _ignoresUnknown = ignoresUnknown;
    }

    /// <summary>Reads the object at the cursor. The draft is meaningless when problems were reported.</summary>
    public TDraft Read(ref BodyReader reader)
    {
        var draft = new TDraft();
        if (reader.Json.Peek() != JsonKind.Object)
        {
            reader.Report("model_attributes_type", NotAnObject, reader.SkipValue());
            return draft;
        }

        int start = reader.Json.Position;
        int firstIssue = reader.IssueCount;
        Span<FieldIssues> issuesOf = stackalloc FieldIssues[_fields.Length];
        Dictionary<string, int>? unknown = null;
        reader.Json.Enter();
        bool isFirst = true;
        while (reader.Json.NextProperty(ref isFirst, out var key))
        {
            int field = Find(ref reader, key);
            if (field < 0)
            {
                ReadUnknown(ref reader, key, firstIssue, ref unknown);
                continue;
            }

            int before = reader.IssueCount - firstIssue;
            reader.Push(_fields[field].Name);
            _fields[field].Read(ref reader, draft);
            reader.Pop();
            issuesOf[field] = new FieldIssues(before, reader.IssueCount - firstIssue, WasSeen: true);
        }

        var input = reader.SliceFrom(start);
        Arrange(ref reader, issuesOf, firstIssue, unknown, input);
        if (reader.IssueCount == firstIssue && _rule(draft) is { } problem)
        {
            reader.ReportRule(problem, input);
        }

        return draft;
    }

    private int Find(ref BodyReader reader, JsonText key)
    {
        var raw = reader.Json.Text.Slice(key.Start, key.Length);
        for (int i = 0; i < _fields.Length; i++)
        {
            bool isMatch = key.HasEscapes
                ? string.Equals(reader.Json.Decode(key), _fields[i].Name, StringComparison.Ordinal)
                : raw.SequenceEqual(_fields[i].Utf8Name);
            if (isMatch)
            {
                return i;
            }
        }

        return -1;
    }

    private void ReadUnknown(ref BodyReader reader, JsonText key, int firstIssue, ref Dictionary<string, int>? unknown)
    {
        var value = reader.SkipValue();
        if (_ignoresUnknown)
        {
            return;
        }

        string name = reader.Json.Decode(key);
        unknown ??= new Dictionary<string, int>(StringComparer.Ordinal);
        unknown[name] = reader.IssueCount - firstIssue;
        reader.ReportAt(name, "extra_forbidden", "Extra inputs are not permitted", value);
    }

    /// <summary>Puts the problems of this object into the order of its fields and adds the missing ones.</summary>
    private void Arrange(
        ref BodyReader reader,
        scoped ReadOnlySpan<FieldIssues> issuesOf,
        int firstIssue,
        Dictionary<string, int>? unknown,
        ReadOnlyMemory<byte> input)
    {
        var found = reader.IssueCount > firstIssue ? reader.TakeIssues(firstIssue) : null;
        for (int i = 0; i < _fields.Length; i++)
        {
            if (!issuesOf[i].WasSeen && _fields[i].IsRequired)
            {
                reader.ReportAt(_fields[i].Name, "missing", "Field required", input);
            }

            for (int k = issuesOf[i].Start; found is not null && k < issuesOf[i].End; k++)
            {
                reader.PutIssue(found[k]);
            }
        }

        foreach (int index in unknown?.Values ?? Enumerable.Empty<int>())
        {
            reader.PutIssue(found![index]); // unknown keys were reported, so there are problems
        }
    }

    /// <summary>Problems of one field's last occurrence, counted from the object's first problem.</summary>
    private readonly record struct FieldIssues(int Start, int End, bool WasSeen);
}
