namespace Tollama.Grains.Devices;

/// <summary>A copy that could make room.</summary>
/// <param name="Model">The model.</param>
/// <param name="Bytes">Bytes that it would give back.</param>
/// <param name="Cost">Seconds of loading per second that its loss is expected to cause.</param>
/// <param name="IsBusy">Whether it has forecasts to end first.</param>
/// <param name="IsProtected">Pinned, or has not yet served what it was loaded for.</param>
internal readonly record struct EvictionCandidate(string Model, long Bytes, double Cost, bool IsBusy, bool IsProtected);
