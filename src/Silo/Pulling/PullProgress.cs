using Tollama.Core.Catalog;
using Tollama.Silo.Hub;

namespace Tollama.Silo.Pulling;

/// <summary>Adds up what several files report and says it at the contract's pace (http-api §12.4).</summary>
internal sealed class PullProgress
{
    private const long StepBytes = 1_000_000;
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly Action<PullEvent> _emit;
    private readonly TimeProvider _time;
    private readonly long[] _completed;
    private readonly long?[] _sizes;
    private int _filesCompleted;
    private long _saidBytes;
    private long _saidAt;

    /// <summary>Starts at zero, silently.</summary>
    /// <param name="files">What will be fetched.</param>
    /// <param name="emit">Takes the events, one at a time.</param>
    /// <param name="time">For the pace.</param>
    public PullProgress(IReadOnlyList<HubFile> files, Action<PullEvent> emit, TimeProvider time)
    {
        _emit = emit;
        _time = time;
        _completed = new long[files.Count];
        _sizes = files.Select(file => file.Size).ToArray();
        _saidAt = time.GetTimestamp();
    }

    /// <summary>Bytes of a file that are here; may go back when a part had to be dropped.</summary>
    public void Report(int file, long bytes)
    {
        lock (_gate)
        {
            _completed[file] = bytes;
            bool isDue =
                Math.Abs(_completed.Sum() - _saidBytes) >= StepBytes || _time.GetElapsedTime(_saidAt) >= StepTime;
            if (isDue)
            {
                Say();
            }
        }
    }

    /// <summary>A file is here, whole.</summary>
    public void Complete(int file, long size)
    {
        lock (_gate)
        {
            _sizes[file] = size;
            _filesCompleted++;
            Report(file, size);
        }
    }

    /// <summary>Says the final state.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            Say();
        }
    }

    private void Say()
    {
        long completed = _completed.Sum();
        (_saidBytes, _saidAt) = (completed, _time.GetTimestamp());
        _emit(new PullEvent
        {
            Status = "downloading",
            CompletedBytes = completed,
            TotalBytes = _sizes.Select((size, file) => Math.Max(size ?? 0, _completed[file])).Sum(),
            FilesCompleted = _filesCompleted,
            FilesTotal = _sizes.Length,
        });
    }
}
