using System.Diagnostics;

namespace Tollama.Gateway.Forecasting;

/// <summary>
/// Largest resident size of this process, looked up at most once a second: the look-up reads a system file.
/// </summary>
internal sealed class PeakMemory(TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _readAt = long.MinValue;
    private double _megabytes;

    /// <summary>MiB, rounded to three decimals.</summary>
    public double Megabytes()
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            if (_readAt == long.MinValue || time.GetElapsedTime(_readAt, now) > Freshness)
            {
                using var process = Process.GetCurrentProcess();
                _megabytes = Math.Round(process.PeakWorkingSet64 / (1024.0 * 1024.0), 3);
                _readAt = now;
            }

            return _megabytes;
        }
    }
}
