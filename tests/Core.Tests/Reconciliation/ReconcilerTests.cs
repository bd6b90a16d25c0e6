using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Reconciliation;

namespace Tollama.Core.Tests.Reconciliation;

public sealed class ReconcilerTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> TwoLevels = new()
    {
        ["t"] = ["l", "r"],
        ["l"] = ["l1", "l2"],
        ["r"] = ["r1", "r2"],
    };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Fact]
    public void Results_are_those_of_the_vectors() => VectorCases.ForEach("reconcile", item =>
    {
        var hierarchy = new Hierarchy(item.GetProperty("tree").EnumerateObject().ToDictionary(
            pair => pair.Name, pair => (IReadOnlyList<string>)VectorCases.Texts(pair.Value)));
        var proportions = item.TryGetProperty("proportions", out var shares) && shares.ValueKind == JsonValueKind.Object
            ? shares.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetDouble())
            : null;

        double[][] result = new Reconciler(hierarchy, Rows(item.GetProperty("means"))).Run(VectorCases.Text(item, "method")!, proportions);

        var expected = Rows(item.GetProperty("result"));
        for (int i = 0; i < hierarchy.Ids.Count; i++)
        {
            Assert.Equal(expected[hierarchy.Ids[i]].Select(value => Math.Round(value, 9)), result[i].Select(value => Math.Round(value, 9)));
        }
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_method_makes_forecasts_add_up(int seed)
    {
        var random = new Random(seed);
        var hierarchy = new Hierarchy(TwoLevels);
        var forecasts = hierarchy.Ids.ToDictionary(id => id, _ => Draw(random, 1 + (seed % 6)));

        foreach (string method in Reconciler.Methods)
        {
            double[][] rows = new Reconciler(hierarchy, forecasts).Run(method, null);
            var byId = hierarchy.Ids.Zip(rows).ToDictionary(pair => pair.First, pair => pair.Second);
            Assert.Empty(Coherence.FindViolations(TwoLevels, byId));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Forecasts_that_add_up_stay_as_they_are(int seed)
    {
        var random = new Random(seed);
        var hierarchy = new Hierarchy(TwoLevels);
        double[][] coherent = hierarchy.Aggregate([.. hierarchy.Leaves.Select(_ => Draw(random, 4))]);
        var forecasts = hierarchy.Ids.Zip(coherent).ToDictionary(pair => pair.First, pair => pair.Second);

        foreach (string method in new[] { "bottom_up", "ols", "mint_shrink" })
        {
            double[][] rows = new Reconciler(hierarchy, forecasts).Run(method, null);
            Assert.All(coherent.Zip(rows), pair => Assert.All(
                pair.First.Zip(pair.Second), step => Assert.Equal(step.First, step.Second, 6)));
        }
    }

    [Fact]
    public void A_series_without_forecast_above_the_leaves_gets_their_sum()
    {
        var forecasts = new Dictionary<string, double[]> { ["l1"] = [1], ["l2"] = [2], ["r1"] = [3], ["r2"] = [4] };

        double[][] rows = new Reconciler(new Hierarchy(TwoLevels), forecasts).Run("ols", null);

        Assert.Equal(10, rows[0][0], 9);
    }

    [Theory]
    [InlineData("""{"a": ["b"], "b": ["a"]}""")]
    [InlineData("""{"r": ["x", "a"], "a": ["b"], "b": ["a"]}""")]
    public void A_circle_is_refused(string tree)
    {
        var children = JsonSerializer.Deserialize<Dictionary<string, IReadOnlyList<string>>>(tree)!;

        Assert.Equal(ErrorCode.InvalidRequest, Assert.Throws<TollamaException>(() => new Hierarchy(children)).Code);
    }

    private static Dictionary<string, double[]> Rows(JsonElement map) =>
        map.EnumerateObject().ToDictionary(pair => pair.Name, pair => VectorCases.Numbers(pair.Value));

    private static double[] Draw(Random random, int steps) =>
        [.. Enumerable.Range(0, steps).Select(_ => 1 + (random.NextDouble() * 50))];
}
