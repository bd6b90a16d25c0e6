namespace Tollama.Grains.Devices;

/// <summary>
/// Main memory of one silo's machine: the copies on the processor, and what loads onto other devices pass through it. A
/// load that alone is bigger than there is room goes when no other does. Shared by the devices of a silo.
/// </summary>
/// <param name="total">Memory that models may use, bytes; null where nobody can say: then everything fits.</param>
/// <param name="headroom">Kept free, bytes.</param>
internal sealed class HostLedger(long? total, long headroom)
{
    private readonly Lock _gate = new();
    private DeviceLedger? _copies;
    private long _staged;

    /// <summary>Bytes that running loads may have in main memory.</summary>
    public long Staged => Volatile.Read(ref _staged);

    /// <summary>The processor's own ledger: what its copies hold is not there for loads.</summary>
    public void Attach(DeviceLedger copies) => _copies = copies;

    /// <summary>Sets memory aside for a load.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TryStage(long bytes)
    {
        lock (_gate)
        {
            bool fits =
                _staged == 0 || total is not { } all || (_copies?.Used ?? 0) + _staged + bytes + headroom <= all;
            _staged += fits ? bytes : 0;
            return fits;
        }
    }

    /// <summary>A load has ended.</summary>
    public void Unstage(long bytes)
    {
        lock (_gate)
        {
            _staged -= bytes;
        }
    }
}
