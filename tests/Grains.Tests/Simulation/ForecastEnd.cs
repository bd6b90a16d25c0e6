namespace Tollama.Grains.Tests.Simulation;

/// <summary>The one way in which a request ends.</summary>
internal enum ForecastEnd
{
    Answered,
    Cancelled,
    Refused,
    TooLarge,
    Lost,
}
