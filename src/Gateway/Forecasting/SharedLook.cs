using System.Diagnostics;

namespace Tollama.Gateway.Forecasting;

/// <summary>
/// What a look at the disk found, for the requests that come in the moment after. They are as if they had come
/// together: nobody gets an answer, changes a file and asks again within it.
/// </summary>
/// <typeparam name="T">What was found.</typeparam>
/// <param name="Found">What was found.</param>
internal sealed record SharedLook<T>(T Found)
{
    /// <summary>Shorter than an exchange over loopback with the writing of a file.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMicroseconds(100);

    /// <summary>When the look began, as <see cref="Stopwatch"/> counts.</summary>
    public required long At { get; init; }

    /// <summary>Whether a request that comes now may share it.</summary>
    public bool IsFresh => Stopwatch.GetElapsedTime(At) < Moment;
}
