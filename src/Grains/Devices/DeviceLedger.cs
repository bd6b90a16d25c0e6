namespace Tollama.Grains.Devices;

/// <summary>
/// Who holds how much of one device's memory. Every byte of a copy is in exactly one account; the sum of the accounts
/// and the overhead never exceeds the total.
/// </summary>
/// <param name="total">Memory of the device, bytes; null where nobody can say: then everything fits.</param>
/// <param name="overhead">Kept for the engine itself, bytes.</param>
/// <param name="headroom">Kept free, bytes.</param>
/// <param name="host">Main memory, where the device has no other: loads onto other devices pass through it.</param>
internal sealed class DeviceLedger(long? total, long overhead, long headroom, HostLedger? host = null)
{
    private MemoryReading? _reading;

    public long? Total => total;

    /// <summary>Whether the driver says how full the device is.</summary>
    public bool IsMeasured => _reading is not null;

    public long Overhead => overhead;

    public long Headroom => headroom;

    /// <summary>Main memory that loads onto other devices have set aside, where this device has no other.</summary>
    public long Staged => host?.Staged ?? 0;

    public long Reserved { get; private set; }

    public long Committed { get; private set; }

    public long Unloading { get; private set; }

    public long Quarantined { get; private set; }

    /// <summary>Bytes of reservations that have been allocated already: the driver counts them as used.</summary>
    public long Materialised { get; set; }

    /// <summary>All that copies hold or are to hold.</summary>
    public long Used => Reserved + Committed + Unloading + Quarantined;

    /// <summary>What the driver sees in use beyond our own.</summary>
    public long Foreign => total is { } all && _reading is { } seen
        ? Math.Max(0, all - seen.FreeBytes - seen.OwnBytes)
        : 0;

    /// <summary>
    /// Most that others were seen to hold since nothing of ours was there last. A reading cannot tell a copy's memory
    /// that has come back already from others that went, so <see cref="Foreign"/> is too small while one unloads.
    /// </summary>
    public long MostForeign { get; private set; }

    /// <summary>What others hold for good.</summary>
    public long SteadyForeign { get; set; }

    /// <summary>What is missing for the headroom: others hold it.</summary>
    public long Shortage => _reading is { } seen ? Math.Max(0, headroom + Reserved - Materialised - seen.FreeBytes) : 0;

    /// <summary>Most that a copy could ever have, were the device empty of ours.</summary>
    public long Ceiling => total is { } all ? Math.Max(0, all - overhead - headroom - SteadyForeign) : long.MaxValue;

    /// <summary>
    /// What a new copy may take: the smaller of what the ledger and what the driver says. A reading excludes what a
    /// loading copy has allocated already, so only the rest of its reservation is deducted.
    /// </summary>
    public long Free
    {
        get
        {
            if (total is not { } all)
            {
                return long.MaxValue;
            }

            long ledger = all - overhead - Used - (host?.Staged ?? 0);
            long free = _reading is { } seen
                ? Math.Min(ledger, seen.FreeBytes - (Reserved - Materialised) - headroom)
                : ledger - headroom;
            return Math.Max(0, free);
        }
    }


    /// <summary>The driver's newest word; null when it is too old to go by.</summary>
    public void Read(MemoryReading? reading)
    {
        _reading = reading;
        if (Reserved == 0) // what a load has allocated so far looks like others' memory
        {
            MostForeign = Used == 0 ? Foreign : Math.Max(MostForeign, Foreign);
        }
    }

    public void Reserve(long bytes) => Reserved += Checked(bytes);

    public void CancelReservation(long bytes) => Reserved = Checked(Reserved - bytes);

    /// <summary>Replaces a reservation by what was measured, in one step.</summary>
    public void Commit(long reserved, long measured)
    {
        Reserved = Checked(Reserved - reserved);
        Committed += Checked(measured);
    }

    /// <summary>What is committed turned out to be more.</summary>
    /// <returns>How much of it there is an account for: the total is never exceeded.</returns>
    public long Grow(long bytes)
    {
        long grown = total is { } all ? Math.Clamp(all - overhead - Used, 0, bytes) : bytes;
        Committed += grown;
        return grown;
    }

    public void BeginUnload(long bytes)
    {
        Committed = Checked(Committed - bytes);
        Unloading += bytes;
    }

    public void Release(long bytes) => Unloading = Checked(Unloading - bytes);

    public void Quarantine(long bytes)
    {
        Unloading = Checked(Unloading - bytes);
        Quarantined += bytes;
    }

    public void EndQuarantine(long bytes) => Quarantined = Checked(Quarantined - bytes);

    private static long Checked(long account) => account >= 0
        ? account
        : throw new InvalidOperationException($"An account of the memory ledger would hold {account} bytes.");
}
