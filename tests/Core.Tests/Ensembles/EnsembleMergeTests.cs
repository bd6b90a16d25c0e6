using FsCheck;
using FsCheck.Fluent;
using Tollama.Core.Ensembles;

namespace Tollama.Core.Tests.Ensembles;

public sealed class EnsembleMergeTests
{
    private static readonly string[] Methods = ["mean", "median", "trimmed_mean", "winsorized_mean"];

    [Fact]
    public void Merges_as_the_vectors_say() => VectorCases.ForEach("ensemble-merge", item =>
    {
        var means = item.GetProperty("means").EnumerateObject().ToArray();
        double[] weights = [.. means.Select(member => item.GetProperty("weights").GetProperty(member.Name).GetDouble())];

        double[] merged = EnsembleMerge.Merge(
            [.. means.Select(member => new ReadOnlyMemory<double>(VectorCases.Numbers(member.Value)))],
            weights,
            item.GetProperty("method").GetString()!);

        Assert.Equal(VectorCases.Numbers(item.GetProperty("result")), merged);
    });

    [Fact]
    public void Every_method_stays_within_its_members() => Prop.ForAll(
        Gen.Choose(-1000, 1000).Select(value => value / 8.0).NonEmptyListOf().Select(list => list.Take(8).ToArray()).ToArbitrary(),
        values =>
        {
            double[] weights = [.. values.Select((_, i) => 1.0 + (i % 3))];
            foreach (string method in Methods)
            {
                double merged = EnsembleMerge.Merge([.. values.Select(value => new ReadOnlyMemory<double>([value]))], weights, method)[0];
                Assert.InRange(merged, values.Min() - 1e-8, values.Max() + 1e-8);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_wild_member_does_not_move_the_trimmed_mean() => Assert.Equal(
        [2.0], EnsembleMerge.Merge([new double[] { 1 }, new double[] { 2 }, new double[] { 1e9 }], [1, 1, 1], "trimmed_mean"));
}
