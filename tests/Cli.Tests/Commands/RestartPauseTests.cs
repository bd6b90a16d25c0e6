using Tollama.Cli.Commands.Serve.Workers;

namespace Tollama.Cli.Tests.Commands;

public sealed class RestartPauseTests
{
    [Fact]
    public void Doubles_up_to_half_a_minute_and_starts_over_after_a_healthy_minute()
    {
        var pause = new RestartPause();

        var pauses = Enumerable.Range(0, 7).Select(_ => pause.After(TimeSpan.FromSeconds(1)).TotalSeconds);

        Assert.Equal([1, 2, 4, 8, 16, 30, 30], pauses);
        Assert.Equal(1, pause.After(TimeSpan.FromMinutes(1)).TotalSeconds);
        Assert.Equal(2, pause.After(TimeSpan.FromSeconds(1)).TotalSeconds);
    }
}
