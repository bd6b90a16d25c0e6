using System.Globalization;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Configuration;

/// <summary>The environment variables that go before <c>scheduler.*</c> of the settings file.</summary>
internal static class SchedulerVariables
{
    private const double Mebibyte = 1 << 20;

    private static readonly (string Suffix, double Factor)[] Sizes =
    [
        ("kib", 1 << 10), ("mib", 1 << 20), ("gib", 1 << 30), ("kb", 1e3), ("mb", 1e6), ("gb", 1e9), ("b", 1),
    ];

    /// <summary>The settings with what the environment says instead.</summary>
    /// <exception cref="TollamaException">Misconfigured: names the variable, its value, and what it must be.</exception>
    public static SchedulerSettings Apply(SchedulerSettings settings, ProcessEnvironment environment)
    {
        int? models = Number(environment, "TOLLAMA_MAX_LOADED_MODELS");
        return settings with
        {
            KeepAlive = environment.Text("TOLLAMA_KEEP_ALIVE") ?? settings.KeepAlive,
            MaxLoadedModels = models == 0 ? null : models ?? settings.MaxLoadedModels,
            MaxQueue = Number(environment, "TOLLAMA_MAX_QUEUE") ?? settings.MaxQueue,
            GpuOverheadMib = Size(environment, "TOLLAMA_GPU_OVERHEAD") ?? settings.GpuOverheadMib,
            Spread = environment.Flag("TOLLAMA_SCHED_SPREAD") ?? settings.Spread,
            LoadSeconds = Duration(environment, "TOLLAMA_LOAD_TIMEOUT") ?? settings.LoadSeconds,
        };
    }

    private static int? Number(ProcessEnvironment environment, string name) => environment.Text(name) is not { } text
        ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Wrong(name, text, "a whole number");

    /// <summary>Mebibytes of a size such as <c>512MiB</c>; a number alone counts bytes.</summary>
    private static int? Size(ProcessEnvironment environment, string name)
    {
        if (environment.Text(name) is not { } text)
        {
            return null;
        }

        var (suffix, factor) = Sizes.FirstOrDefault(
            size => text.EndsWith(size.Suffix, StringComparison.OrdinalIgnoreCase), (string.Empty, 1));
        bool isNumber = double.TryParse(
            text.AsSpan()[..^suffix.Length].Trim(),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out double number);
        double mebibytes = Math.Ceiling(number * factor / Mebibyte);
        return isNumber && mebibytes is >= 1 and <= int.MaxValue
            ? (int)mebibytes
            : throw Wrong(name, text, "a size such as 512MiB, or bytes");
    }

    /// <summary>Seconds of a duration as requests write it.</summary>
    private static int? Duration(ProcessEnvironment environment, string name)
    {
        if (environment.Text(name) is not { } text)
        {
            return null;
        }

        try
        {
            return new KeepAlive(text, null).Resolve() is { TotalSeconds: >= 1 and <= int.MaxValue } given
                ? (int)given.TotalSeconds
                : throw Wrong(name, text, "a second or more");
        }
        catch (TollamaException fault) when (fault.Code == ErrorCode.InvalidRequest)
        {
            throw Wrong(name, text, "a duration such as 300 or 5m");
        }
    }

    private static TollamaException Wrong(string name, string text, string expected) =>
        new(ErrorCode.Misconfigured, $"{name} is '{text}'; it must be {expected}.");
}
