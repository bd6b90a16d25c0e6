using Tollama.Cli.Commands.Quickstart;
using Tollama.Cli.Output;
using Tollama.Testing;

namespace Tollama.Cli.Tests.Commands.Quickstart;

/// <summary>The quickstart without a daemon of one's own.</summary>
public sealed class LocalTourTests
{
    [Fact]
    public async Task Times_leave_out_what_only_first_calls_cost()
    {
        var time = new ManualTimeProvider();
        using var client = ScriptedDaemon.SlowAtFirst(time).Client();
        using var output = new StringWriter();
        using var context = CliRun.Context(output, TextWriter.Null, time: time);
        using var progress = new Progress(ProgressMode.Off, context.Terminal, time);

        int exitCode = await new LocalTour(client, context, progress).RunAsync(null, null, CancellationToken.None);

        Assert.Equal(ExitCodes.Success, exitCode);
        Assert.Matches("(?m)^naive +.* 5 ms$", output.ToString());
        Assert.Matches("(?m)^theta, week +.* 13 ms$", output.ToString());
    }
}
