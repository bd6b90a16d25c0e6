using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Silo.Hub;

namespace Tollama.Silo.Pulling;

/// <summary>Says what a checkpoint that no family reads calls itself.</summary>
internal static class CheckpointArchitecture
{
    /// <summary>The fault for a checkpoint folder that nobody reads.</summary>
    /// <param name="model">What the user asked for.</param>
    /// <param name="folder">Folder with the checkpoint's descriptions.</param>
    public static TollamaException Refuse(string model, string folder) =>
        new(
            ErrorCode.ModelUnsupported,
            $"'{model}' cannot be used: {Describe(Path.Combine(folder, "config.json"))}, and no family of this build "
                + "reads that; "
                + "'tollama list --all' shows what can be pulled.");

    /// <summary>The fault for a checkpoint whose weights are in a form that no family reads.</summary>
    /// <param name="model">What the user asked for.</param>
    /// <param name="weights">The files that there are.</param>
    public static TollamaException RefuseWeights(string model, IReadOnlyList<HubFile> weights) =>
        new(
            ErrorCode.ModelUnsupported,
            $"'{model}' cannot be used: its weights are '{weights[0].Path}', and only .safetensors files are read; ask "
                + "its authors for them, or take a revision that has them (hf.co/ORG/NAME@REVISION).");

    private static string Describe(string config)
    {
        if (!File.Exists(config))
        {
            return "it has no config.json";
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(config));
            return Name(document.RootElement) is { } name
                ? $"its architecture is '{name}'"
                : "its config.json names no architecture";
        }
        catch (JsonException)
        {
            return "its config.json is not valid JSON";
        }
    }

    private static string? Name(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        bool isListed = root.TryGetProperty("architectures", out var list)
            && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0;
        return isListed ? Text(list[0]) : root.TryGetProperty("model_type", out var type) ? Text(type) : null;
    }

    private static string? Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
