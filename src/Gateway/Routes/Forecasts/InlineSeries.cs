using Tollama.Core.Errors;
using Tollama.Core.Wire.Requests;

namespace Tollama.Gateway.Routes.Forecasts;

/// <summary>Refuses what would have to be fetched from elsewhere: this version takes series inline only.</summary>
internal static class InlineSeries
{
    /// <summary>Passes a body that holds everything it needs.</summary>
    /// <exception cref="TollamaException">InvalidRequest: it names a table.</exception>
    public static void Require(ForecastBody body)
    {
        if (body.DataUrl is { } address)
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest, $"data_url '{address}' cannot be read by this version; send the series themselves.");
        }
    }
}
