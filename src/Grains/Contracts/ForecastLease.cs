namespace Tollama.Grains.Contracts;

/// <summary>A forecast that wants to begin in a copy.</summary>
/// <param name="Shape">How big it is.</param>
/// <param name="Class">How urgent it is.</param>
/// <param name="HasSpareCopy">Whether another copy could do its work.</param>
public sealed record ForecastLease(RunShape Shape, WorkClass Class, bool HasSpareCopy);
