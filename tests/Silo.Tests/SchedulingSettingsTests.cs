using Microsoft.Extensions.DependencyInjection;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;
using Tollama.Grains.Devices;
using Tollama.Grains.Models;
using Tollama.Grains.Replicas;
using Tollama.Silo.Tests.Storage;

namespace Tollama.Silo.Tests;

public sealed class SchedulingSettingsTests
{
    [Fact]
    public void Gives_the_grains_what_the_settings_file_says()
    {
        using var home = new TemporaryFolder();
        home.Write("config.json", """
            {"scheduler": {"max_queue": 7, "copies_up": 0.9, "spread": true, "gpu_overhead_mib": 100, "load_seconds": 30,
             "drain_seconds": 9}}
            """);

        using var services = Services(home);

        var rules = services.GetRequiredService<SchedulingRules>();
        Assert.Equal((true, 100L << 20, TimeSpan.FromSeconds(30)), (rules.Spread, rules.GpuOverhead, rules.LoadLimit));
        Assert.Equal(TimeSpan.FromSeconds(9), rules.DrainLimit);
        Assert.Equal(new SchedulingRules().WaitLimit, rules.WaitLimit);
        Assert.Equal(
            (7, 4096),
            (
                services.GetRequiredService<BatchingOptions>().MaxQueue,
                services.GetRequiredService<BatchingOptions>().MaxQueueOfAll));
        Assert.Equal(
            (0.9, 0.6),
            (services.GetRequiredService<CopyRules>().UpAbove, services.GetRequiredService<CopyRules>().Target));
    }

    [Fact]
    public void Is_the_default_where_the_file_says_nothing()
    {
        using var home = new TemporaryFolder();
        using var services = Services(home);

        Assert.Equal(new SchedulingRules(), services.GetRequiredService<SchedulingRules>());
        Assert.Equal(new CopyRules(), services.GetRequiredService<CopyRules>());
        Assert.Equal(new BatchingOptions(), services.GetRequiredService<BatchingOptions>());
    }

    [Fact]
    public void Does_not_start_with_a_value_out_of_range()
    {
        using var home = new TemporaryFolder();
        home.Write("config.json", """{"scheduler": {"load_seconds": 0}}""");

        var fault = Assert.Throws<TollamaException>(() => Services(home));

        Assert.Equal(ErrorCode.Misconfigured, fault.Code);
        Assert.Contains("scheduler.load_seconds is 0", fault.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(TemporaryFolder home) => new ServiceCollection()
        .AddLogging()
        .AddSilo(new SiloOptions { Home = home.FullPath, Environment = new ProcessEnvironment([]) })
        .BuildServiceProvider();
}
