namespace Tollama.Grains.Contracts;

/// <summary>One copy as its model's forecasts are spread.</summary>
/// <param name="Device">The device that it is on, <c>silo/device</c>.</param>
/// <param name="Weight">What it counts for beside others: 1, or less while it is slow.</param>
/// <param name="Outstanding">Forecasts that were sent there and have not come back.</param>
public sealed record RouteReport(string Device, double Weight, int Outstanding);
