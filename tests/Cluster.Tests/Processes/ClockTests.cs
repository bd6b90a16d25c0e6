using System.Globalization;
using Tollama.Cluster.Tests.Kit;

namespace Tollama.Cluster.Tests.Processes;

/// <summary>Wall clocks of silos jump under load: only the database's time and monotonic clocks count.</summary>
public sealed class ClockTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    [SkippableFact]
    public async Task Keeps_silos_and_what_is_loaded_when_their_wall_clocks_jump()
    {
        using var clocks = new JumpingClocks();
        Skip.IfNot(clocks.IsPossible, $"This test needs {JumpingClocks.Missing}.");
        await using var service = await ServiceUnderLoad.StartAsync(await postgres.CreateDatabaseAsync(), clocks);
        await service.ForecastAsync("drift", keepAlive: "30m");
        string[] copies = await service.CopiesAsync();
        Assert.Equal(2, copies.Length);

        foreach ((int one, int two, int gate) in new[] { (1, 0, 0), (-1, 0, 0), (1, -1, 0), (0, 0, 1), (-1, -1, -1) })
        {
            clocks.Set("one", one);
            clocks.Set("two", two);
            clocks.Set(ServiceUnderLoad.Gateway, gate);
            await SeesTimeAsync(service, gate);
            await service.Load.WaitForAnswersDuringAsync(ServiceUnderLoad.Lease / 2);
            _ = await service.Client.GetStringAsync("/api/ps"); // whoever lists models looks for expired ones
            await service.StillHasAsync(copies);
        }

        await service.Load.StopAsync();
        await service.SettleAsync("one", "two");
        Assert.All(["one", "two"], silo => Assert.Equal(1, service.Incarnations(silo)));
    }

    /// <summary>The gateway dates its answers, which shows that the jumps are real.</summary>
    private static Task SeesTimeAsync(ServiceUnderLoad service, int hours) => Eventually.BecomesAsync(
        async () =>
        {
            using var answer = await service.Client.GetAsync("/api/version");
            return (answer.Headers.Date!.Value - DateTimeOffset.UtcNow).TotalHours;
        },
        seen => Math.Abs(seen - hours) < 0.5,
        string.Create(CultureInfo.InvariantCulture, $"the gateway's clock is {hours} h off"));
}
