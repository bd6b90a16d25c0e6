using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;

namespace Tollama.Cli.Commands.Config;

/// <summary>Reads and writes the settings file as a whole, defaults included.</summary>
internal static class ConfigDocument
{
    /// <summary>The settings of the state folder.</summary>
    /// <exception cref="TollamaException">Misconfigured: the file cannot be used.</exception>
    public static TollamaConfig Read(CliContext context) => new ConfigFile(context.Home).Read().Require();

    /// <summary>Path of the settings file.</summary>
    public static string PathOf(CliContext context) => new ConfigFile(context.Home).FilePath;

    /// <summary>The settings as JSON.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="isComplete">
    /// Whether the sections that a file need not have are there with every setting; null stands for the default.
    /// </param>
    public static JsonElement ToJson(TollamaConfig config, bool isComplete = false) => JsonText.Build(writer =>
    {
        writer.WriteStartObject();
        WriteTexts(writer, "auth", ("api_keys", config.Auth.ApiKeys));
        writer.WriteStartObject("daemon");
        writer.WriteBoolean("auto_bootstrap", config.Daemon.AutoBootstrap);
        writer.WriteString("host", config.Daemon.Host);
        WriteCommands(writer, config.Daemon);
        writer.WriteEndObject();
        WriteSection(writer, "pull", config);
        WriteSection(writer, "routing", config);
        foreach (var (name, section) in ConfigFile.OptionalSections(config, isComplete))
        {
            writer.WritePropertyName(name);
            section.WriteTo(writer);
        }

        writer.WriteNumber("version", config.Version);
        writer.WriteEndObject();
    });

    /// <summary>Replaces the settings file in one step.</summary>
    /// <param name="document">What is to be in it, by <see cref="ToJson"/>.</param>
    /// <param name="context">Knows where it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TollamaException">StorageFailed.</exception>
    public static async Task WriteAsync(JsonElement document, CliContext context, CancellationToken cancellationToken)
    {
        try
        {
            await ReplaceAsync(PathOf(context), JsonText.Pretty(document) + "\n", cancellationToken);
        }
        catch (Exception inner) when (DiskFault.IsDiskFault(inner))
        {
            throw DiskFault.Describe(context.Home, inner);
        }
    }

    private static async Task ReplaceAsync(string path, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // it is in the state folder
        string temporary = path + ".tmp";
        await File.WriteAllTextAsync(temporary, text, cancellationToken);
        if (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            // The file may hold API keys: whoever could not read it before cannot now.
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static void WriteSection(Utf8JsonWriter writer, string section, TollamaConfig config)
    {
        writer.WriteStartObject(section);
        foreach (var key in ConfigKeys.All.Where(key => key.Name.StartsWith(section + ".", StringComparison.Ordinal)))
        {
            writer.WritePropertyName(key.Name[(section.Length + 1)..]);
            WriteScalar(writer, key.Get(config));
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes a setting's value.</summary>
    public static void WriteScalar(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case double share:
                writer.WriteNumberValue(share);
                break;
            default:
                writer.WriteStringValue((string?)value);
                break;
        }
    }

    private static void WriteTexts(
        Utf8JsonWriter writer,
        string section,
        (string Name, IReadOnlyList<string> Texts) list)
    {
        writer.WriteStartObject(section);
        WriteList(writer, list.Name, list.Texts);
        writer.WriteEndObject();
    }

    private static void WriteCommands(Utf8JsonWriter writer, DaemonSettings daemon)
    {
        if (daemon.RunnerCommands is not { } commands)
        {
            writer.WriteNull("runner_commands");
            return;
        }

        writer.WriteStartObject("runner_commands");
        foreach (var (family, arguments) in commands)
        {
            WriteList(writer, family, arguments);
        }

        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
