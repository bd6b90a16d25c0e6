using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;

namespace Tollama.Silo.Storage;

/// <summary>
/// The models that can be pulled by name: those of the product, or those of the file that
/// <c>TOLLAMA_MODEL_REGISTRY_PATH</c> names. The file is read again for every question (storage-and-config §3).
/// </summary>
internal sealed class RegistryCatalog
{
    private readonly string? _file;

    /// <summary>Reads <paramref name="file"/> where it is given, else the product's own table.</summary>
    public RegistryCatalog(string? file) => _file = file;

    /// <summary>Entries by name.</summary>
    /// <exception cref="TollamaException">Misconfigured: the file cannot be read or breaks the schema.</exception>
    public IReadOnlyList<RegistryEntry> Read()
    {
        if (_file is null)
        {
            return ModelRegistry.BuiltIn;
        }

        try
        {
            return Parse(File.ReadAllText(_file));
        }
        catch (Exception inner) when (inner is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new TollamaException(
                ErrorCode.Misconfigured,
                $"The model registry '{_file}' cannot be used: {inner.Message} Repair it, or unset "
                    + "TOLLAMA_MODEL_REGISTRY_PATH.",
                inner);
        }
    }

    private static List<RegistryEntry> Parse(string text)
    {
        if (
            YamlReader.Read(text) is not JsonObject { Count: 1 } root
            || root["models"] is not JsonArray { Count: > 0 } models)
        {
            throw new JsonException("it must hold one key, 'models', with a list of at least one model.");
        }

        var entries = models.Select(ReadEntry).OrderBy(entry => entry.Name, StringComparer.Ordinal).ToList();
        var twice = entries.GroupBy(entry => entry.Name).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? entries : throw new JsonException($"the name '{twice.Key}' is there twice.");
    }

    private static RegistryEntry ReadEntry(JsonNode? model, int index)
    {
        try
        {
            var entry = ModelRegistry.ReadEntry(
                model as JsonObject ?? throw new JsonException("a model must be a map."));
            return ModelName.TryParse(entry.Name, out _)
                ? entry
                : throw new JsonException($"'{entry.Name}' is no model name.");
        }
        catch (JsonException inner)
        {
            throw new JsonException($"models[{index}]: {inner.Message}", inner);
        }
    }
}
