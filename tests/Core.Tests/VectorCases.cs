using System.Text.Json;
using Tollama.Testing;

namespace Tollama.Core.Tests;

/// <summary>Cases of the vector files.</summary>
internal static class VectorCases
{
    /// <summary>Runs an assertion over every case of a file, naming the case that fails.</summary>
    public static void ForEach(string file, Action<JsonElement> check)
    {
        using var document = CompatFixtures.Load("vectors", file);
        var cases = document.RootElement.GetProperty("cases");
        Assert.NotEqual(0, cases.GetArrayLength());
        foreach (var item in cases.EnumerateArray())
        {
            try
            {
                check(item);
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"{file}: {item.GetRawText()}\n{fault.Message}", fault);
            }
        }
    }

    /// <summary>The numbers of a list.</summary>
    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetDouble())];

    /// <summary>The texts of a list.</summary>
    public static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    /// <summary>A member that may be null or absent.</summary>
    public static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
