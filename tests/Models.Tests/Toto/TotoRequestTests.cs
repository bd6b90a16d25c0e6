using System.Text.Json;
using Tollama.Models.Toto;
using Tollama.Testing;

namespace Tollama.Models.Tests.Toto;

public sealed class TotoRequestTests
{
    [Fact]
    public void The_interval_is_the_median_positive_spacing()
    {
        foreach (var vector in Vectors("toto-interval-seconds"))
        {
            long[] seconds = [.. vector.GetProperty("timestamps").EnumerateArray().Select(x => x.GetInt64())];

            Assert.Equal(
                vector.TryGetProperty("value", out var value) ? value.GetInt64() : null,
                TotoInterval.Median(seconds));
        }
    }

    [Fact]
    public void Samples_are_said_to_be_drawn_in_the_greatest_parts_that_divide_them()
    {
        foreach (var vector in Vectors("toto-samples-per-batch").Where(each => each.TryGetProperty("value", out _)))
        {
            int count = vector.GetProperty("num_samples").GetInt32();
            var desired = vector.GetProperty("desired");

            int parts = TotoOptions.GreatestDivisor(
                count,
                desired.ValueKind == JsonValueKind.Null ? TotoLimits.Published.SamplesPerBatch : desired.GetInt32());

            Assert.Equal(vector.GetProperty("value").GetInt32(), parts);
        }
    }

    private static JsonElement[] Vectors(string name)
    {
        using var document = JsonDocument.Parse(
            File.ReadAllText(
                Path.Combine(RepositoryRoot.Path, "tests/contracts/compat-fixtures/vectors", $"{name}.json")));
        return [.. document.RootElement.Clone().GetProperty("cases").EnumerateArray()];
    }
}
