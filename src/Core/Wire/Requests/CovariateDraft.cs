using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Requests;

/// <summary>The values of one covariate while they are read: numbers, texts, or (an error) both.</summary>
internal sealed class CovariateDraft
{
    private readonly List<string> _categories = [];
    private NumberColumn? _numbers;

    /// <summary>Number of values.</summary>
    public int Count { get; private set; }

    /// <summary>Whether numbers and texts are mixed.</summary>
    public bool IsMixed { get; private set; }

    /// <summary>Reads a list of numbers or texts.</summary>
    public static CovariateDraft Read(ref BodyReader reader)
    {
        var draft = new CovariateDraft();
        if (reader.Json.Peek() != JsonKind.Array)
        {
            reader.Report("list_type", "Input should be a list of numbers or texts", reader.SkipValue());
            return draft;
        }

        var numbers = new NumberColumnBuilder(reader.Scratch);
        int numberCount = 0;
        reader.Json.Enter();
        for (bool isFirst = true; reader.Json.NextItem(ref isFirst); draft.Count++)
        {
            numberCount += draft.ReadValue(ref reader, ref numbers) ? 1 : 0;
        }

        draft.IsMixed = numberCount > 0 && draft._categories.Count > 0;
        draft._numbers = draft._categories.Count == 0 ? numbers.Build() : null;
        return draft;
    }

    /// <summary>The covariate, once its kind is known to be one.</summary>
    public Covariate Build(string name) => _numbers is null
        ? new Covariate { Name = name, Categories = _categories }
        : new Covariate { Name = name, Numbers = _numbers };

    /// <summary>Reads one value; true for a number.</summary>
    private bool ReadValue(ref BodyReader reader, ref NumberColumnBuilder numbers)
    {
        var kind = reader.Json.Peek();
        int start = reader.Json.Position;
        if (kind == JsonKind.Text)
        {
            string text = reader.Json.Decode(reader.Json.ReadText());
            bool isRepeated = _categories.Count > 0 && string.Equals(_categories[^1], text, StringComparison.Ordinal);
            _categories.Add(isRepeated ? _categories[^1] : text);
            return false;
        }

        if (kind == JsonKind.Number)
        {
            double value = reader.Json.ReadNumber(out bool isInteger);
            if (double.IsFinite(value))
            {
                numbers.Add(value, isInteger);
                return true;
            }
        }
        else
        {
            reader.SkipValue();
        }

        reader.Push(LocationPart.FromIndex(Count));
        var input = reader.SliceFrom(start);
        ColumnReaders.ReportNotANumber(ref reader, input, isInfinite: kind == JsonKind.Number);
        reader.ReportAt("str", "string_type", "Input should be a text", input);
        reader.Pop();
        return false;
    }
}
