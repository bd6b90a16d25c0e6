using System.Text.Json;
using Tollama.Core.Forecasting;

namespace Tollama.Models.Tests.Laws;

/// <summary>Options of a request from an object.</summary>
internal static class LawOptions
{
    /// <summary>The members of an anonymous object as options.</summary>
    public static ForecastOptions Of(object members) => new(JsonSerializer.SerializeToElement(members));
}
