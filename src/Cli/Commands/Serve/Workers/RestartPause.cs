namespace Tollama.Cli.Commands.Serve.Workers;

/// <summary>
/// How long a worker that ended stays down: 1 s, 2 s, 4 s … 30 s; from the beginning once one has run for a minute.
/// </summary>
internal sealed class RestartPause
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Healthy = TimeSpan.FromMinutes(1);

    private int _failures;

    /// <summary>The pause after a run.</summary>
    /// <param name="ran">How long the worker had run.</param>
    public TimeSpan After(TimeSpan ran)
    {
        _failures = ran >= Healthy ? 0 : _failures;
        var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(_failures, 10)), Longest.TotalSeconds));
        _failures++;
        return pause;
    }
}
