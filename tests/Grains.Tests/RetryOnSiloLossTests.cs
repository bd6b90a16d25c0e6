using Tollama.Actors.Abstractions;
using Tollama.Core.Errors;
using Tollama.Grains.Contracts;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests;

public sealed class RetryOnSiloLossTests
{
    [Fact]
    public async Task Runs_a_forecast_once_more_when_its_silo_is_lost_and_says_so()
    {
        var seen = new List<int>();

        int answer = await RetryOnSiloLoss.RunTwiceAsync(
            losses =>
            {
                seen.Add(losses);
                return losses == 0 ? throw new SiloUnavailableException("killed") : Task.FromResult(42);
            },
            CancellationToken.None);

        Assert.Equal(42, answer);
        Assert.Equal([0, 1], seen);
    }

    [Fact]
    public async Task Gives_a_forecast_no_third_silo()
    {
        int tries = 0;

        await Assert.ThrowsAsync<SiloUnavailableException>(() => RetryOnSiloLoss.RunTwiceAsync<int>(
            _ =>
            {
                tries++;
                throw new SiloUnavailableException("killed");
            },
            CancellationToken.None));

        Assert.Equal(2, tries);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    public async Task Counts_the_silos_that_were_lost_before_the_model_got_the_forecast(int losses, int tries)
    {
        await using var daemon = new TestDaemon();
        int runs = 0;
        daemon.Models.BeforeEngine = _ =>
        {
            runs++;
            return Task.FromException(new SiloUnavailableException("killed"));
        };
        var call = new ForecastCall(TestModels.Artifact("m"), TestModels.Request("m"), null, "key", losses);

        var fault = await Assert.ThrowsAsync<TollamaException>(() =>
            daemon
                .Grains.GetGrain<IModelGrain>("m")
                .ForecastAsync(call, CancellationToken.None)
                .WaitAsync(TestDaemon.Patience));

        Assert.Equal((ErrorCode.Unavailable, tries), (fault.Code, runs));
        Assert.Contains("Two silos were lost", fault.Message, StringComparison.Ordinal);
        Assert.NotNull(fault.RetryAfter);
    }
}
