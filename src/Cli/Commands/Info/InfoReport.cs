using System.Globalization;
using System.Text.Json;
using Tollama.Cli.Output;

namespace Tollama.Cli.Commands.Info;

/// <summary>Diagnostics as text, section by section (contract/cli §3.5).</summary>
internal sealed class InfoReport(JsonElement document, Terminal terminal)
{
    private static readonly string[] PullKeys =
    [
        "offline", "local_files_only", "insecure", "hf_home", "http_proxy", "https_proxy", "no_proxy", "max_workers",
    ];

    private static readonly (string Key, string Name)[] Capabilities =
    [
        ("past_covariates_numeric", "past-only numeric"),
        ("past_covariates_categorical", "past-only categorical"),
        ("future_covariates_numeric", "known-future numeric"),
        ("future_covariates_categorical", "known-future categorical"),
        ("static_covariates", "static"),
    ];

    /// <summary>Prints the report.</summary>
    /// <param name="isVerbose">Whether every item is followed by its raw data.</param>
    public void Print(bool isVerbose)
    {
        PrintHead();
        PrintConfig();
        PrintPullDefaults();
        var models = document.Member("models") ?? default;
        PrintItems("Models installed", models.Items("installed"), DescribeInstalled, isVerbose);
        PrintItems("Models available", models.Items("available"), DescribeModel, isVerbose);
        PrintItems("Models loaded", models.Items("loaded"), DescribeLoaded, isVerbose);
        PrintItems("Runners", document.Items("runners"), DescribeRunner, isVerbose);
        PrintEnvironment();
    }

    private void PrintHead()
    {
        var client = document.Member("client") ?? default;
        var paths = document.Member("paths") ?? default;
        var daemon = document.Member("daemon") ?? default;
        bool isReachable = daemon.Flag("reachable") is true;
        string state = isReachable
            ? $"version {Scalar(daemon, "version")}, up {Scalar(daemon, "uptime_seconds")} s, "
                + $"bound to {Scalar(daemon, "host_binding")}"
            : $"not asked or not reachable ({daemon.Text("error") ?? "local"})";
        terminal.Print($"tollama {Scalar(client, "version")}");
        terminal.Print($"Home: {Scalar(paths, "tollama_home")}");
        terminal.Print($"Config file: {Scalar(paths, "config_path")} (exists={Scalar(paths, "config_exists")})");
        terminal.Print($"Source: {Scalar(client, "source")} ({Scalar(client, "base_url")})");
        terminal.Print($"Daemon: {state}");
    }

    private void PrintConfig()
    {
        terminal.Print(string.Empty);
        terminal.Print("Config");
        var config = document.Member("config");
        string text = config?.Text("error") is { } error ? $"error: {error}"
            : config is { } value ? JsonText.Pretty(value)
            : "null";
        foreach (string line in text.Split('\n'))
        {
            terminal.Print($"  {line}");
        }
    }

    private void PrintPullDefaults()
    {
        terminal.Print(string.Empty);
        terminal.Print("Pull defaults");
        var defaults = document.Member("pull_defaults") ?? default;
        foreach (string key in PullKeys)
        {
            var setting = defaults.Member(key) ?? default;
            terminal.Print($"  {key}: {Scalar(setting, "value")} (source={Scalar(setting, "source")})");
        }
    }

    private void PrintItems(
        string title, IEnumerable<JsonElement> items, Func<JsonElement, string> describe, bool isVerbose)
    {
        var list = items.ToList();
        terminal.Print(string.Empty);
        terminal.Print(string.Create(CultureInfo.InvariantCulture, $"{title}: {list.Count}"));
        foreach (var item in list)
        {
            terminal.Print($"  {describe(item)}");
            if (isVerbose)
            {
                terminal.Print($"    {JsonText.Line(item)}");
            }
        }
    }

    private void PrintEnvironment()
    {
        terminal.Print(string.Empty);
        terminal.Print("Environment");
        if (document.Member("env") is not { ValueKind: JsonValueKind.Object } environment)
        {
            return;
        }

        foreach (var variable in environment.EnumerateObject())
        {
            terminal.Print($"  {variable.Name}: {Scalar(environment, variable.Name)}");
        }
    }

    private static string DescribeInstalled(JsonElement model) =>
        $"{DescribeModel(model)}, {ByteSize.Format(model.Integer("size"))}, modified {Scalar(model, "modified_at")}";

    private static string DescribeModel(JsonElement model) =>
        $"{Scalar(model, "name")} (family {Scalar(model, "family")}){DescribeCapabilities(model)}";

    private static string DescribeLoaded(JsonElement model) =>
        $"{Scalar(model, "name")} (family {Scalar(model, "family")}), expires {Scalar(model, "expires_at")}";

    private static string DescribeRunner(JsonElement runner) =>
        $"{Scalar(runner, "family")}: installed={Scalar(runner, "installed")}, running={Scalar(runner, "running")}, "
        + $"restarts={Scalar(runner, "restarts")}";

    private static string DescribeCapabilities(JsonElement model)
    {
        if (model.Member("capabilities") is not { } capabilities)
        {
            return string.Empty;
        }

        string names = string.Join(
            ", ", Capabilities.Where(pair => capabilities.Flag(pair.Key) is true).Select(pair => pair.Name));
        return names.Length == 0 ? string.Empty : $", covariates: {names}";
    }

    /// <summary>A member as text; <c>null</c> when it is absent or null.</summary>
    private static string Scalar(JsonElement value, string name) => value.Member(name) switch
    {
        null => "null",
        { ValueKind: JsonValueKind.String } text => text.GetString() ?? "null",
        { } other => other.GetRawText(),
    };
}
