using Tollama.Grains.Contracts;

namespace Tollama.Grains.Devices;

/// <summary>A model whose files are being fetched for a device.</summary>
internal sealed class Fetch(LoadWish wish, long bytes, TimeSpan limit, TimeSpan stall)
{
    public LoadWish Wish { get; } = wish;

    /// <summary>Bytes that the model will take on the device.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>Bytes that have come so far.</summary>
    public long Fetched { get; set; }

    /// <summary>When the last of them came.</summary>
    public TimeSpan ProgressAt { get; set; }

    /// <summary>When it is given up: it takes too long, or nothing has come for too long.</summary>
    public TimeSpan Deadline => limit < ProgressAt + stall ? limit : ProgressAt + stall;
}
