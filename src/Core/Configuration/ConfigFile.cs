using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tollama.Core.Configuration;

/// <summary>The settings file of a state folder, read again whenever it changed.</summary>
public sealed class ConfigFile
{
    private readonly Lock _gate = new();
    private (DateTime ModifiedAt, long Length) _stamp;
    private ConfigSnapshot? _last;

    /// <summary>The file <c>config.json</c> of a state folder; it need not exist.</summary>
    /// <param name="home">Absolute path of the state folder.</param>
    public ConfigFile(string home) => FilePath = Path.Combine(home, "config.json");

    /// <summary>Absolute path of the file.</summary>
    public string FilePath { get; }

    /// <summary>What the file holds now. Never throws: a file that cannot be used is described.</summary>
    public ConfigSnapshot Read()
    {
        var file = new FileInfo(FilePath);
        var stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length) : (DateTime.MinValue, -1L);
        lock (_gate)
        {
            if (_last is null || stamp != _stamp)
            {
                _last = file.Exists ? ReadFile() : new ConfigSnapshot(false, null, TollamaConfig.Default, null);
                _stamp = stamp;
            }

            return _last;
        }
    }

    /// <summary>
    /// The sections that a file has only where something is said in them (<c>cluster</c>, <c>scheduler</c>, …), by
    /// name.
    /// </summary>
    /// <param name="config">The settings.</param>
    /// <param name="isComplete">Whether also what is not said is in them, as null; else it is left out.</param>
    public static IReadOnlyDictionary<string, JsonObject> OptionalSections(TollamaConfig config, bool isComplete)
    {
        var shown = isComplete
            ? config with
            {
                Cluster = config.Cluster ?? new ClusterSettings(),
                Engine = config.Engine ?? new EngineSettings(),
                Scheduler = config.Scheduler ?? new SchedulerSettings(),
            }
            : config;

        // a record is an object
        var all = JsonSerializer.SerializeToNode(shown, ConfigJson.Default.TollamaConfig)!.AsObject();
        var always = JsonSerializer
            .SerializeToNode(TollamaConfig.Default, ConfigJson.Default.TollamaConfig)!
            .AsObject();
        var sections = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var (name, value) in all)
        {
            if (value is not JsonObject section || always.ContainsKey(name))
            {
                continue;
            }

            var said = new JsonObject(section
                .Where(setting => isComplete || setting.Value is not null)
                .Select(setting => KeyValuePair.Create(setting.Key, setting.Value?.DeepClone())));
            if (said.Count > 0)
            {
                sections[name] = said;
            }
        }

        return sections;
    }

    /// <summary>
    /// Reads settings from JSON text in UTF-8; a byte order mark, as some editors write it, counts for nothing.
    /// </summary>
    public static ConfigSnapshot Parse(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble))
        {
            json = json[Encoding.UTF8.Preamble.Length..];
        }

        if (json.IsEmpty)
        {
            return Unusable(null, "it is empty");
        }

        JsonObject? raw = null;
        try
        {
            raw = JsonNode.Parse(json) as JsonObject;
            string? wrong = raw is null ? "it must hold one JSON object" : ConfigFault.Find(raw);
            if (raw is null || wrong is not null)
            {
                return Unusable(raw, wrong!);
            }

            var config = WithDefaults(raw).Deserialize(ConfigJson.Default.TollamaConfig);
            return config is { Pull.MaxWorkers: <= 0 }
                ? Unusable(raw, $"pull.max_workers is {config.Pull.MaxWorkers}; it must be at least 1")
                : new ConfigSnapshot(true, raw, config, null);
        }
        catch (JsonException fault)
        {
            return Unusable(raw, raw is null ? ConfigFault.NoJson(fault) : fault.Message);
        }
        catch (ArgumentException)
        {
            return Unusable(null, "it holds a key twice"); // what a node says of it when it is looked into
        }
    }

    /// <summary>
    /// The document over the defaults: the generated deserializer leaves init members that the text does not name at
    /// null, not at their defaults.
    /// </summary>
    private static JsonObject WithDefaults(JsonObject raw)
    {
        var merged = JsonSerializer.SerializeToNode(TollamaConfig.Default, ConfigJson.Default.TollamaConfig)!
            .AsObject(); // a record is an object
        Merge(raw, merged);
        return merged;
    }

    private static void Merge(JsonObject from, JsonObject into)
    {
        foreach (var (name, value) in from)
        {
            if (value is JsonObject section && into[name] is JsonObject target)
            {
                Merge(section, target);
                continue;
            }

            into[name] = value?.DeepClone();
        }
    }

    private static ConfigSnapshot Unusable(JsonObject? raw, string reason) =>
        new(true, raw, null, $"config.json cannot be used: {reason.TrimEnd('.')}. Repair or remove the file.");

    private ConfigSnapshot ReadFile()
    {
        try
        {
            return Parse(File.ReadAllBytes(FilePath));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Unusable(null, fault.Message);
        }
    }
}
