using System.Buffers.Binary;
using System.Text.Json;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Hub;

/// <summary>Looks whether a file is what its name says, where no digest vouches for it.</summary>
internal static class PublishedContent
{
    private const int LongestHeader = 100 * 1024 * 1024;

    /// <summary>What is wrong with the content; null when nothing is.</summary>
    public static async Task<string?> FindFaultAsync(
        string name,
        PartialBlob content,
        CancellationToken cancellationToken)
    {
        if (name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return FindJsonFault(await content.ReadAsync(cancellationToken));
        }

        return name.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
            ? await FindTensorsFaultAsync(content, cancellationToken)
            : null;
    }

    private static string? FindJsonFault(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return null;
        }
        catch (JsonException inner)
        {
            return $"it is not valid JSON ({inner.Message})";
        }
    }

    /// <summary>The header's length, its JSON, and the last tensor's end must agree with the file's length.</summary>
    private static async Task<string?> FindTensorsFaultAsync(PartialBlob content, CancellationToken cancellationToken)
    {
        byte[] start = await content.ReadAsync(0, sizeof(ulong), cancellationToken);
        ulong headerSize = start.Length == sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(start) : 0;
        if (headerSize is 0 or > LongestHeader || (long)headerSize + start.Length > content.Length)
        {
            return "its safetensors header does not fit into it";
        }

        byte[] header = await content.ReadAsync(sizeof(ulong), (int)headerSize, cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(header);
            long end = document.RootElement.EnumerateObject()
                .Where(tensor => tensor.Name != "__metadata__")
                .Select(tensor => tensor.Value.GetProperty("data_offsets")[1].GetInt64())
                .DefaultIfEmpty(0)
                .Max();
            return end + sizeof(ulong) + (long)headerSize == content.Length
                ? null
                : "its length is not what its safetensors header says";
        }
        catch (Exception inner) when (inner is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or IndexOutOfRangeException)
        {
            return $"its safetensors header is broken ({inner.Message})";
        }
    }
}
