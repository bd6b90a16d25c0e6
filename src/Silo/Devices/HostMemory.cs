using System.Diagnostics;
using System.Globalization;

namespace Tollama.Silo.Devices;

/// <summary>Main memory: the machine's, or what a container allows.</summary>
internal static class HostMemory
{
    private const string LinuxFacts = "/proc/meminfo";

    /// <summary>Bytes that this process may hope for; the limit of its container where there is one.</summary>
    public static long TotalBytes => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Bytes that this process holds now.</summary>
    public static long ProcessBytes => Environment.WorkingSet;

    /// <summary>Most bytes that this process ever held.</summary>
    public static long PeakProcessBytes
    {
        get
        {
            using var self = Process.GetCurrentProcess();
            return self.PeakWorkingSet64;
        }
    }

    /// <summary>Bytes that somebody holds; where the system does not tell, those of this process.</summary>
    public static long UsedBytes
    {
        get
        {
            long? available = File.Exists(LinuxFacts) ? ParseAvailable(File.ReadLines(LinuxFacts)) : null;
            return Math.Max(ProcessBytes, TotalBytes - (available ?? TotalBytes));
        }
    }

    /// <summary>Bytes after <c>MemAvailable</c>; null when the line is missing.</summary>
    public static long? ParseAvailable(IEnumerable<string> facts)
    {
        string[]? words = facts
            .Select(line => line.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(words => words is ["MemAvailable", _, "kB"]);
        return
            words is not null
            && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long kilobytes)
            ? kilobytes * 1024
            : null;
    }
}
