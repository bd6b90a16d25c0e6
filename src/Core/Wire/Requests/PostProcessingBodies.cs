using Tollama.Core.Errors;

namespace Tollama.Core.Wire.Requests;

/// <summary>
/// Readers of the bodies that work on finished forecasts (contract/http-api §18.10). Their problems are told as one
/// text.
/// </summary>
public static class PostProcessingBodies
{
    private static readonly string[] ConformalMethods = ["split", "adaptive"];

    private static readonly ObjectSchema<ConformalDraft> ConformalSchema = new(
        [
            new("forecast", static (ref r, d) => d.Forecast = ForecastDocumentDraft.Read(ref r), IsRequired: true),
            new("actuals", static (ref r, d) => d.Actuals = NumberTable.Read(ref r), IsRequired: true),
            new("predictions", static (ref r, d) => d.Predictions = NumberTable.Read(ref r), IsRequired: true),
            new("coverage", static (ref r, d) => d.Coverage = r.ReadFloat(Bounds.None with { Above = 0, Below = 1 })),
            new("method", static (ref r, d) => d.Method = r.ReadChoice(ConformalMethods)),
        ],
        static d => d.FindProblem(),
        ignoresUnknown: true);

    private static readonly ObjectSchema<TreeDraft> TreeSchema = new(
        [new("tree", static (ref r, d) => r.ReadMap(d.Children, ReadChildren), IsRequired: true)],
        ignoresUnknown: true);

    private static readonly ObjectSchema<ReconcileDraft> ReconcileSchema = new(
        [
            new("forecast", static (ref r, d) => d.Forecast = ForecastDocumentDraft.Read(ref r), IsRequired: true),
            new("hierarchy", static (ref r, d) => d.Tree = TreeSchema.Read(ref r), IsRequired: true),
            new("method", static (ref r, d) => d.Method = r.ReadText()),
            new("proportions", static (ref r, d) => d.ReadProportions(ref r)),
            new("check_only", static (ref r, d) => d.IsCheckOnly = r.ReadBoolean()),
        ],
        ignoresUnknown: true);

    /// <summary>Reads the body of <c>POST /api/conformal</c>.</summary>
    /// <exception cref="TollamaException">
    /// InvalidRequest: it breaks the rules; ValidationFailed: it is no JSON object.
    /// </exception>
    public static ConformalBody ReadConformal(ReadOnlyMemory<byte> body)
    {
        var draft = Read(body, ConformalSchema);
        return new ConformalBody
        {
            Forecast = draft.Forecast!, // required, as the next two
            Actuals = draft.Actuals!.Values.ToArray(),
            Predictions = draft.Predictions!.Values.ToArray(),
            Horizon = draft.Actuals.Columns,
            Coverage = draft.Coverage ?? 0.9,
            IsAdaptive = draft.Method == "adaptive",
        };
    }

    /// <summary>Reads the body of <c>POST /api/reconcile</c>.</summary>
    /// <exception cref="TollamaException">
    /// InvalidRequest: it breaks the rules; ValidationFailed: it is no JSON object.
    /// </exception>
    public static ReconcileBody ReadReconcile(ReadOnlyMemory<byte> body)
    {
        var draft = Read(body, ReconcileSchema);
        return new ReconcileBody
        {
            Forecast = draft.Forecast!, // required
            Tree = draft.Tree!.Children,
            Method = draft.Method ?? "bottom_up",
            Proportions = draft.Proportions,
            IsCheckOnly = draft.IsCheckOnly ?? false,
        };
    }

    private static TDraft Read<TDraft>(ReadOnlyMemory<byte> body, ObjectSchema<TDraft> schema)
        where TDraft : class, new()
    {
        try
        {
            return BodyReader.Read(body, schema);
        }
        catch (ValidationException fault) when (fault.IsNoObject)
        {
            throw new ValidationException([fault.Issues[0] with { Type = "dict_type" }]);
        }
        catch (ValidationException fault)
            when (fault.Issues[0].Type != "json_invalid"
                && fault.Issues[0] is not { Type: "missing", Location.Count: 1 })
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest, string.Join("; ", fault.Issues.Select(issue => issue.Describe())), fault);
        }
    }

    private static void ReadChildren(
        ref BodyReader reader,
        string parent,
        Dictionary<string, IReadOnlyList<string>> tree)
    {
        var children = new List<string>();
        reader.ReadList(children, static (ref r, list) => list.Add(r.ReadText() ?? string.Empty), minimum: 1);
        tree[parent] = children;
    }

    private sealed class ConformalDraft
    {
        public ForecastDocument? Forecast { get; set; }

        public NumberTable? Actuals { get; set; }

        public NumberTable? Predictions { get; set; }

        public double? Coverage { get; set; }

        public string? Method { get; set; }

        public string? FindProblem()
        {
            if (Actuals!.Values.Count == 0) // required
            {
                return "actuals must hold at least one number";
            }

            return Actuals.HasShapeOf(Predictions!)
                ? null
                : $"actuals have shape {Actuals.Shape}, predictions {Predictions!.Shape}; both must be the same";
        }
    }

    private sealed class TreeDraft
    {
        public Dictionary<string, IReadOnlyList<string>> Children { get; } = new(StringComparer.Ordinal);
    }

    private sealed class ReconcileDraft
    {
        public ForecastDocument? Forecast { get; set; }

        public TreeDraft? Tree { get; set; }

        public string? Method { get; set; }

        public Dictionary<string, double>? Proportions { get; private set; }

        public bool? IsCheckOnly { get; set; }

        public void ReadProportions(ref BodyReader reader)
        {
            Proportions = reader.TryReadNull() ? null : new Dictionary<string, double>(StringComparer.Ordinal);
            if (Proportions is not null)
            {
                reader.ReadMap(Proportions, static (ref r, name, map) => map[name] = r.ReadFloat(Bounds.None) ?? 0);
            }
        }
    }
}
