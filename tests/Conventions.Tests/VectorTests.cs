namespace Tollama.Conventions.Tests;

public sealed class VectorTests
{
    /// <summary>Vectors of things that this product does not have, and why.</summary>
    private static readonly Dictionary<string, string> WithoutTest = new(StringComparer.Ordinal)
    {
        ["nhits-quantile-fallback"] =
            "intervals of a family that is trained per request, which cannot run here: MODEL_UNSUPPORTED",
    };

    [Fact]
    public void Every_vector_of_the_contract_has_a_test_or_a_reason_for_none()
    {
        string vectors = Path.Combine(SourceTree.Root, "tests", "contracts", "compat-fixtures", "vectors");
        string[] tests =
        [
            .. Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "tests"), "*.cs", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(file) != nameof(VectorTests) + ".cs")
                .Select(File.ReadAllText),
        ];

        var untested = Directory.EnumerateFiles(vectors, "*.json")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => !Array.Exists(tests, text => text.Contains($"\"{name}", StringComparison.Ordinal)));

        Assert.Equal(WithoutTest.Keys.Order(StringComparer.Ordinal), untested.Order(StringComparer.Ordinal));
    }
}
