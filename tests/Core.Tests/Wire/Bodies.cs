using System.Text;
using Tollama.Core.Errors;
using Tollama.Core.Wire.Requests;

namespace Tollama.Core.Tests.Wire;

/// <summary>Short ways to read bodies in tests.</summary>
internal static class Bodies
{
    /// <summary>A small valid forecast body.</summary>
    public const string Valid =
        """{"model":"mock","horizon":2,"series":[{"id":"a","freq":"D","timestamps":["2025-01-01","2025-01-02"],"target":[1,3]}]}""";

    public static ForecastBody Forecast(string json) =>
        ForecastBodies.ReadForecast(Encoding.UTF8.GetBytes(json), ForecastRoute.V1);

    /// <summary>Problems of a forecast body as <c>type@location</c>.</summary>
    public static string[] Problems(string json) => Problems(() => Forecast(json));

    public static string[] Problems(Func<object> read) =>
        [.. Assert.Throws<ValidationException>(read).Issues.Select(issue =>
            $"{issue.Type}@{string.Join('.', issue.Location.Select(part => part.Name ?? part.Index.ToString()))}")];

    /// <summary>A valid body whose only series is replaced.</summary>
    public static string WithSeries(string series) =>
        $$"""{"model":"mock","horizon":2,"series":[{{series}}]}""";
}
