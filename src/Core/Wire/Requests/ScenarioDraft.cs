namespace Tollama.Core.Wire.Requests;

/// <summary>One scenario while it is read (contract/http-api §16).</summary>
internal sealed class ScenarioDraft
{
    private static readonly string[] Operations = ["multiply", "add", "replace"];
    private static readonly string[] Fields = ["target", "past_covariates", "future_covariates"];

    private static readonly ObjectSchema<TransformDraft> TransformSchema = new(
        [
            new("operation", static (ref r, d) => d.Operation = r.ReadChoice(Operations), IsRequired: true),
            new("field", static (ref r, d) => d.Field = r.ReadChoice(Fields), IsRequired: true),
            new("key", static (ref r, d) => d.Key = r.ReadNullableText(minimumLength: 1)),
            new("value", static (ref r, d) => d.ReadValue(ref r), IsRequired: true),
            new("series_id", static (ref r, d) => d.SeriesId = r.ReadNullableText(minimumLength: 1)),
        ],
        static d => d.FindProblem());

    private static readonly ObjectSchema<ScenarioDraft> Schema = new(
    [
        new("name", static (ref r, d) => d._name = r.ReadText(), IsRequired: true),
        new("transforms", static (ref r, d) => d.ReadTransforms(ref r), IsRequired: true),
    ]);

    private string? _name;
    private List<ScenarioTransform> _transforms = [];

    /// <summary>Reads one scenario of a list.</summary>
    public static void ReadInto(ref BodyReader reader, List<Scenario> scenarios)
    {
        int before = reader.IssueCount;
        var draft = Schema.Read(ref reader);
        if (reader.IssueCount == before)
        {
            scenarios.Add(new Scenario(draft._name!, draft._transforms)); // required, and no problem was reported
        }
    }

    private void ReadTransforms(ref BodyReader reader)
    {
        _transforms = [];
        reader.ReadList(_transforms, ReadTransform, minimum: 1);
    }

    private static void ReadTransform(ref BodyReader reader, List<ScenarioTransform> transforms)
    {
        int before = reader.IssueCount;
        var draft = TransformSchema.Read(ref reader);
        if (reader.IssueCount == before)
        {
            transforms.Add(draft.Build());
        }
    }

    private sealed class TransformDraft
    {
        public string? Operation { get; set; }

        public string? Field { get; set; }

        public string? Key { get; set; }

        public string? SeriesId { get; set; }

        private double? Number { get; set; }

        private string? Text { get; set; }

        public ScenarioTransform Build() => new()
        {
            Operation = Operation!, // required, and no problem was reported
            Field = Field!,
            Key = Key,
            Number = Number,
            Text = Text,
            SeriesId = SeriesId,
        };

        public void ReadValue(ref BodyReader reader)
        {
            (Number, Text) = (null, null);
            var kind = reader.Json.Peek();
            int start = reader.Json.Position;
            if (kind == JsonKind.Text)
            {
                Text = reader.Json.Decode(reader.Json.ReadText());
                return;
            }

            if (kind == JsonKind.Number)
            {
                Number = reader.Json.ReadNumber(out _);
            }
            else
            {
                reader.SkipValue();
            }

            if (Number is not { } number || !double.IsFinite(number))
            {
                var input = reader.SliceFrom(start);
                ColumnReaders.ReportNotANumber(ref reader, input, isInfinite: Number is not null);
                reader.ReportAt("str", "string_type", "Input should be a text", input);
            }
        }

        public string? FindProblem()
        {
            bool isTarget = Field == "target";
            if (isTarget && Key is not null)
            {
                return $"a change of the target has no key; remove '{Key}'";
            }

            if (!isTarget && Key is null)
            {
                return $"a change of {Field} needs the covariate's name as key";
            }

            return Text is not null && (isTarget || Operation != "replace")
                ? $"'{Text}' is not a number; {Operation} of {Field} needs one"
                : null;
        }
    }
}
