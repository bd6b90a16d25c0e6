using System.Text.Json;

namespace Tollama.Silo.Hub;

/// <summary>Reads the hub's model info. Nothing in it is trusted: names and digests are checked here.</summary>
internal static class HubRepositoryReader
{
    /// <summary>Most bytes that a model info may have.</summary>
    public const int LongestAnswer = 64 * 1024 * 1024;

    /// <summary>Reads a model info with file sizes and digests.</summary>
    /// <exception cref="HubException">Broken: it is no model info, or a file name would leave its folder.</exception>
    public static HubRepository Read(string repoId, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            string? commit = Text(root, "sha");
            if (!IsHex(commit, 40))
            {
                throw new HubException(
                    HubFault.Broken,
                    $"The hub names no commit for model '{repoId}'; is HF_ENDPOINT right?");
            }

            var files = root.GetProperty("siblings").EnumerateArray()
                .Select(item => ReadFile(repoId, item))
                .Where(file => HubFileName.IsSafe(file.Path))
                .ToList();
            return new HubRepository(repoId, commit!, files, ReadLicence(root));
        }
        catch (Exception inner)
            when (inner is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new HubException(
                HubFault.Broken,
                $"The hub's description of model '{repoId}' is not the JSON it should be; is HF_ENDPOINT right?",
                inner);
        }
    }

    private static HubFile ReadFile(string repoId, JsonElement item)
    {
        string path = Text(item, "rfilename") ?? string.Empty;
        if (HubFileName.Climbs(path))
        {
            throw new HubException(
                HubFault.Broken,
                $"Model '{repoId}' has a file named '{path}', which leaves the model's folder; the pull was refused.");
        }

        bool isLarge = item.TryGetProperty("lfs", out var lfs) && lfs.ValueKind == JsonValueKind.Object;
        long? size = Number(item, "size") ?? (isLarge ? Number(lfs, "size") : null);
        string? sha256 = isLarge ? Text(lfs, "sha256")?.ToLowerInvariant() : null;
        string? oid = isLarge ? null : Text(item, "blobId")?.ToLowerInvariant();
        return new HubFile(path, size, IsHex(sha256, 64) ? sha256 : null, IsHex(oid, 40) ? oid : null);
    }

    private static string? ReadLicence(JsonElement root) =>
        root.TryGetProperty("cardData", out var card) && card.ValueKind == JsonValueKind.Object
            ? Text(card, "license")
            : null;

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static long? Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out long number) && number >= 0 ? number : null;

    private static bool IsHex(string? text, int length) =>
        text is not null && text.Length == length && text.All(char.IsAsciiHexDigitLower);
}
