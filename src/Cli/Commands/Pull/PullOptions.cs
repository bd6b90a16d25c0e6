using System.CommandLine;
using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Core.Configuration;

namespace Tollama.Cli.Commands.Pull;

/// <summary>The settings of a pull on the command line, and the request they make (contract/cli §3.1).</summary>
internal sealed class PullOptions
{
    private readonly TriStateOption _insecure = new("insecure", "Skip the check of the hub's certificate.");
    private readonly TriStateOption _offline = new("offline", "Use no network at all.");
    private readonly TriStateOption _localFilesOnly = new(
        "local-files-only", "Use only files that are already on the daemon's machine.");

    private readonly Option<string?> _httpProxy = Text("--http-proxy", "Proxy for http addresses.", "URL");
    private readonly Option<string?> _httpsProxy = Text("--https-proxy", "Proxy for https addresses.", "URL");
    private readonly Option<string?> _noProxy = Text("--no-proxy", "Hosts to reach without a proxy.", "HOSTS");
    private readonly Option<string?> _hfHome = Text(
        "--hf-home",
        "Folder of an existing hub cache to take from.",
        "FOLDER");
    private readonly Option<string?> _token = Text(
        "--token", "Access token of the hub; default TOLLAMA_HF_TOKEN.", "TOKEN");

    private readonly Option<bool> _noConfig = new("--no-config")
    {
        Description = "Ignore the pull settings of config.json and of the daemon's environment.",
    };

    /// <summary>Adds the options to the command.</summary>
    public void AddTo(Command command)
    {
        _insecure.AddTo(command);
        _offline.AddTo(command);
        _localFilesOnly.AddTo(command);
        foreach (Option option in new Option[] { _httpProxy, _httpsProxy, _noProxy, _hfHome, _token, _noConfig })
        {
            command.Add(option);
        }
    }

    /// <summary>The body of <c>POST /api/pull</c>.</summary>
    public JsonElement Body(
        ParseResult parsed, string model, bool isStream, bool acceptsLicence, ProcessEnvironment environment)
    {
        bool ignoresConfig = parsed.GetValue(_noConfig);
        return JsonText.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("model", model);
            writer.WriteBoolean("stream", isStream);
            writer.WriteBoolean("accept_license", acceptsLicence);
            WriteFlag(writer, "insecure", _insecure.Read(parsed), ignoresConfig);
            WriteFlag(writer, "offline", _offline.Read(parsed), ignoresConfig);
            WriteFlag(writer, "local_files_only", _localFilesOnly.Read(parsed), ignoresConfig);
            WriteText(writer, "http_proxy", parsed.GetValue(_httpProxy), ignoresConfig);
            WriteText(writer, "https_proxy", parsed.GetValue(_httpsProxy), ignoresConfig);
            WriteText(writer, "no_proxy", parsed.GetValue(_noProxy), ignoresConfig);
            WriteText(writer, "hf_home", parsed.GetValue(_hfHome), ignoresConfig);
            WriteText(writer, "token", parsed.GetValue(_token) ?? environment.Text("TOLLAMA_HF_TOKEN"), false);
            writer.WriteEndObject();
        });
    }

    private static Option<string?> Text(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };

    private static void WriteFlag(Utf8JsonWriter writer, string name, bool? value, bool ignoresConfig)
    {
        bool? sent = ignoresConfig ? value ?? false : value;
        if (sent is { } flag)
        {
            writer.WriteBoolean(name, flag);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value, bool writesNull)
    {
        if (value is not null || writesNull)
        {
            writer.WriteString(name, value);
        }
    }
}
