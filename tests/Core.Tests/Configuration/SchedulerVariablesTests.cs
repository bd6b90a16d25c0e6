using Tollama.Core.Configuration;
using Tollama.Core.Errors;

namespace Tollama.Core.Tests.Configuration;

public sealed class SchedulerVariablesTests
{
    private static readonly TollamaConfig File = TollamaConfig.Default with
    {
        Scheduler = new SchedulerSettings
        {
            KeepAlive = "1h",
            MaxLoadedModels = 9,
            MaxQueue = 8,
            GpuOverheadMib = 7,
            Spread = true,
            LoadSeconds = 6,
        },
    };

    [Fact]
    public void Go_before_the_settings_file()
    {
        var settings = Resolve(
            ("TOLLAMA_KEEP_ALIVE", "5m"),
            ("TOLLAMA_MAX_LOADED_MODELS", "3"),
            ("TOLLAMA_MAX_QUEUE", "100"),
            ("TOLLAMA_GPU_OVERHEAD", "1.5 GiB"),
            ("TOLLAMA_SCHED_SPREAD", "0"),
            ("TOLLAMA_LOAD_TIMEOUT", "10m"));

        Assert.Equal(
            ("5m", 3, 100, 1_536, false, 600),
            (settings.KeepAlive, settings.MaxLoadedModels, settings.MaxQueue, settings.GpuOverheadMib, settings.Spread,
                settings.LoadSeconds));
        Assert.Equal(File.Scheduler, Resolve());
        Assert.Null(Resolve(("TOLLAMA_MAX_LOADED_MODELS", "0")).MaxLoadedModels); // memory decides
    }

    [Theory]
    [InlineData("512MiB", 512)]
    [InlineData("536870912", 512)]
    [InlineData("512mb", 489)]
    [InlineData("1", 1)]
    [InlineData("2097152b", 2)]
    public void Say_sizes_with_and_without_a_unit(string text, int mebibytes) =>
        Assert.Equal(mebibytes, Resolve(("TOLLAMA_GPU_OVERHEAD", text)).GpuOverheadMib);

    [Theory]
    [InlineData("TOLLAMA_KEEP_ALIVE", "soon")]
    [InlineData("TOLLAMA_MAX_LOADED_MODELS", "-1")]
    [InlineData("TOLLAMA_MAX_QUEUE", "many")]
    [InlineData("TOLLAMA_MAX_QUEUE", "0")]
    [InlineData("TOLLAMA_GPU_OVERHEAD", "a lot")]
    [InlineData("TOLLAMA_GPU_OVERHEAD", "-1MiB")]
    [InlineData("TOLLAMA_GPU_OVERHEAD", "0")]
    [InlineData("TOLLAMA_LOAD_TIMEOUT", "0")]
    [InlineData("TOLLAMA_LOAD_TIMEOUT", "never")]
    public void Are_refused_with_their_value_where_they_make_no_sense(string name, string value)
    {
        var fault = Assert.Throws<TollamaException>(() => Resolve((name, value)));

        Assert.Equal(ErrorCode.Misconfigured, fault.Code);
        Assert.Contains(value, fault.Message, StringComparison.Ordinal);
    }

    private static SchedulerSettings Resolve(params (string Name, string Value)[] variables) =>
        SchedulerSettings.Resolve(
            File,
            new ProcessEnvironment(variables.Select(one => KeyValuePair.Create(one.Name, one.Value))));
}
