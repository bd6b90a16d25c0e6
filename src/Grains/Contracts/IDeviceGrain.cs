namespace Tollama.Grains.Contracts;

/// <summary>
/// One device of one silo: its memory ledger, its load lane, who stays and who goes. Key: <c>silo/device</c>; it is
/// activated on that silo and nowhere else. Copies of the same silo call it; models only to say that a load is urgent.
/// </summary>
public interface IDeviceGrain : IGrainWithStringKey
{
    /// <summary>The model's files are not on this machine: fetching them begins if the device could take it.</summary>
    [AlwaysInterleave]
    Task<LoadTicket> BeginFetchAsync(LoadWish wish);

    /// <summary>So many bytes of the model's files have come.</summary>
    [AlwaysInterleave]
    Task ContinueFetchAsync(string model, long bytes);

    /// <summary>Fetching ended.</summary>
    /// <param name="model">The model.</param>
    /// <param name="isThere">Whether its files are there.</param>
    /// <param name="mayPass">If not, whether it may go well later.</param>
    [AlwaysInterleave]
    Task EndFetchAsync(string model, bool isThere, bool mayPass);

    /// <summary>Waits until the model may load, or is refused.</summary>
    [AlwaysInterleave]
    Task<LoadTicket> AcquireAsync(LoadWish wish, CancellationToken cancellationToken);

    /// <summary>Somebody more urgent waits for a model that waits to be loaded.</summary>
    [AlwaysInterleave]
    Task RaiseAsync(string model, WorkClass urgency);

    /// <summary>The model is loaded and computes for the first time.</summary>
    [AlwaysInterleave]
    Task BeginWarmAsync(string model, long generation);

    /// <summary>The load ended well.</summary>
    /// <param name="model">The model.</param>
    /// <param name="generation">The load.</param>
    /// <param name="bytes">What it takes.</param>
    /// <param name="backlog">Forecasts that wait for it.</param>
    /// <returns>False when it takes more than there is: it must go, and may come again with its true size.</returns>
    [AlwaysInterleave]
    Task<bool> EndLoadAsync(string model, long generation, long bytes, int backlog);

    /// <summary>The load failed; its memory is free again.</summary>
    /// <param name="model">The model.</param>
    /// <param name="generation">The load.</param>
    /// <param name="mayPass">Whether the same load may go well later.</param>
    [AlwaysInterleave]
    Task FailLoadAsync(string model, long generation, bool mayPass);

    /// <summary>The engine found no memory for the load: more is set aside for the next one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="generation">The load.</param>
    /// <param name="isLast">Whether it is given up; else it is tried again at once, and does not count as failed.</param>
    [AlwaysInterleave]
    Task LackMemoryAsync(string model, long generation, bool isLast);

    /// <summary>A forecast begins.</summary>
    /// <param name="model">The model.</param>
    /// <param name="generation">The copy.</param>
    /// <param name="lease">The forecast.</param>
    /// <returns>False when the copy is leaving.</returns>
    [AlwaysInterleave]
    Task<bool> BeginForecastAsync(string model, long generation, ForecastLease lease);

    /// <summary>A forecast ended.</summary>
    /// <param name="model">The model.</param>
    /// <param name="generation">The copy.</param>
    /// <param name="series">Series of it.</param>
    /// <param name="share">
    /// What it took of the engine's time; null when it ended without an answer. With one the copy stays for a while.
    /// </param>
    /// <param name="keepFor">How long it stays from now; null for as long as there is room.</param>
    [AlwaysInterleave]
    Task EndForecastAsync(string model, long generation, int series, TimeSpan? share, TimeSpan? keepFor);

    /// <summary>Lets a copy that serves stay until it is told to go, or no longer.</summary>
    /// <returns>Whether it stays: no more than a part of a device may be pinned.</returns>
    [AlwaysInterleave]
    Task<bool> PinAsync(string model, bool isPinned);

    /// <summary>The copy takes no more forecasts.</summary>
    [AlwaysInterleave]
    Task BeginDrainAsync(string model, long generation);

    /// <summary>The copy has ended its forecasts and gives its memory back.</summary>
    [AlwaysInterleave]
    Task BeginUnloadAsync(string model, long generation);

    /// <summary>The copy is gone.</summary>
    [AlwaysInterleave]
    Task EndUnloadAsync(string model, long generation);

    /// <summary>The device as it is now.</summary>
    [AlwaysInterleave]
    Task<DeviceReport> DescribeAsync();
}
