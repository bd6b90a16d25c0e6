using System.Text.Json;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Requests;

/// <summary>Reads <c>options</c>: any values under non-empty names.</summary>
internal static class OptionsReader
{
    /// <summary>Reads the map at the cursor.</summary>
    public static ForecastOptions Read(ref BodyReader reader)
    {
        reader.Json.Peek();
        int start = reader.Json.Position;
        var names = new HashSet<string>(StringComparer.Ordinal);
        bool isValid = reader.ReadMap(names, static (ref r, name, set) =>
        {
            set.Add(name);
            r.SkipValue();
        });
        return isValid && names.Count > 0
            ? new ForecastOptions(JsonElement.Parse(reader.SliceFrom(start).Span))
            : ForecastOptions.Empty;
    }
}
