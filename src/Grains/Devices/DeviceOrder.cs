using Tollama.Grains.Contracts;

namespace Tollama.Grains.Devices;

/// <summary>What the scheduler of a device decided: somebody has to do it.</summary>
internal abstract record DeviceOrder
{
    /// <summary>The model may be loaded as this generation; its memory is set aside.</summary>
    internal sealed record Grant(string Model, long Generation, long Bytes) : DeviceOrder;

    /// <summary>The model is not loaded.</summary>
    internal sealed record Refuse(string Model, LoadRefusal Reason, TimeSpan RetryAfter) : DeviceOrder;

    /// <summary>This generation must go; it ends its forecasts first.</summary>
    internal sealed record Retire(string Model, long Generation, string Reason) : DeviceOrder;

    /// <summary>
    /// A model was not used for its time: its family goes from the other devices too (contract/http-api §5).
    /// </summary>
    internal sealed record Expire(string Family) : DeviceOrder;

    /// <summary>Fetching the model's files takes too long; it is given up.</summary>
    internal sealed record StopFetch(string Model) : DeviceOrder;

    /// <summary>Somebody should know that the device does little but load.</summary>
    internal sealed record Alarm(Thrashing Thrashing) : DeviceOrder;

    /// <summary>Look whether the memory of a copy that is gone came back.</summary>
    internal sealed record Probe(string Model, long Generation) : DeviceOrder;
}
