using System.Text.Json;

namespace Tollama.Conventions.Tests;

/// <summary>The goldens of the checkout are a selection (CONTRIBUTING.md): small, and nothing in it is idle.</summary>
public sealed class GoldenSelectionTests
{
    private const long MostBytes = 10_000_000;

    private static string Folder => Path.Combine(SourceTree.Root, "tests", "golden");

    [Fact]
    public void The_goldens_of_the_checkout_stay_below_ten_megabytes()
    {
        var largest = Files("*").OrderByDescending(file => file.Length).Take(5)
            .Select(file => $"{SourceTree.Relative(file.FullName)} ({file.Length})");
        long bytes = Files("*").Sum(file => file.Length);

        Assert.True(
            bytes <= MostBytes,
            $"tests/golden has {bytes} bytes, at most {MostBytes} are wanted: drop cases and recordings whose feature "
                + $"another one of the family has, then checkpoints without any. Largest: {string.Join(", ", largest)}.");
    }

    [Fact]
    public void Every_checkpoint_has_a_case_or_a_recording_that_needs_it()
    {
        var needed = Files("*.json")
            .Where(file => file.Directory!.Name is "cases" or "forward")
            .Select(Checkpoint)
            .ToHashSet(StringComparer.Ordinal);

        var idle = new DirectoryInfo(Folder).EnumerateDirectories("hub", SearchOption.AllDirectories)
            .SelectMany(hub => hub.EnumerateDirectories())
            .Where(folder => !needed.Contains(folder.Name))
            .Select(folder => SourceTree.Relative(folder.FullName));

        Assert.Empty(idle);
    }

    private static IEnumerable<FileInfo> Files(string pattern) =>
        new DirectoryInfo(Folder).EnumerateFiles(pattern, SearchOption.AllDirectories);

    private static string? Checkpoint(FileInfo file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file.FullName));
        return document.RootElement.GetProperty("checkpoint").GetString()?.Split('/')[^1];
    }
}
