using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Tests.Kit;

/// <summary>A grain that lets tests steer and watch its turns.</summary>
public interface IProbeGrain : IGrainWithStringKey
{
    Task<int> AddAsync(int number);

    Task DoNothingAsync();

    Task WaitForAsync(string gate);

    Task WaitForAsync(string gate, CancellationToken cancellationToken);

    Task IncrementAcrossAwaitAsync(int times);

    [AlwaysInterleave]
    Task IncrementInterleavedAsync(int times);

    [AlwaysInterleave]
    Task<int> CountAsync();

    Task FailAsync(string message);

    Task FailBeforeAwaitAsync(string message);

    Task<string> CallAsync(string otherKey, string text);

    Task<string> EchoAsync(string text);

    Task LeaveAsync();

    Task StartTimerAsync(TimeSpan period, bool fails);

    IAsyncEnumerable<int> CountUpAsync(int to, CancellationToken cancellationToken);
}
