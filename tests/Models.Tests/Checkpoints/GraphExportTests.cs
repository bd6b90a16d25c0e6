using System.Collections.Immutable;
using Tollama.Core.Errors;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Tests.Checkpoints;

public sealed class GraphExportTests : IDisposable
{
    private const int TinyTtmContext = 512;
    private const string WeightsFolder = "session.model_external_initializers_file_folder_path";

    private static readonly ModelFamilies Families = ModelFamilies.All(Golden.Engine);

    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-export").FullName;

    public static TheoryData<string> NetworkFamilies =>
        [.. Families.Families.OfType<INetworkFamily>().Select(family => family.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [MemberData(nameof(NetworkFamilies))]
    public void Both_forms_of_a_graph_are_loaded_by_the_engine_alone(string family)
    {
        Golden.RequireEngine();

        var pointing = Export(family, isSelfContained: false);
        var whole = Export(family, isSelfContained: true);

        Assert.Equal(pointing.Hash, whole.Hash);
        Assert.Single(pointing.Weights);
        Assert.Empty(whole.Weights);
        using var one = Load(pointing);
        using var other = Load(whole);
        Assert.Equal(pointing.Graph.Inputs.Select(input => input.Name), one.Inputs.Select(input => input.Name));
        Assert.Equal(one.Outputs.Select(output => output.Name), other.Outputs.Select(output => output.Name));
    }

    [SkippableFact]
    public void A_self_contained_file_computes_what_the_pointing_one_does()
    {
        Golden.RequireEngine();
        using var one = Load(Export("chronos-bolt", isSelfContained: false));
        using var other = Load(Export("chronos-bolt", isSelfContained: true));
        float[] series = [.. Enumerable.Range(0, 64).Select(t => MathF.Sin(t / 3f))];
        using var context = TensorValue.Wrap<float>(Golden.Engine, series, 1, series.Length);

        using var left = one.Run([new NamedTensor("context", context)], CancellationToken.None);
        using var right = other.Run([new NamedTensor("context", context)], CancellationToken.None);

        Assert.Equal(left[0].AsSpan<float>().ToArray(), right[0].AsSpan<float>().ToArray());
        Assert.All(left[0].AsSpan<float>().ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Weights_that_lie_in_the_folder_are_not_replaced()
    {
        Export("moirai-2", isSelfContained: false);

        var fault = Assert.Throws<TollamaException>(() => Export("moirai-2", isSelfContained: false));

        Assert.Equal(ErrorCode.InvalidRequest, fault.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(NetworkFamilies))]
    public void Lengths_that_are_given_fix_the_shapes(string family)
    {
        Golden.RequireEngine();
        int context = family == "granite-ttm" ? TinyTtmContext : 130;

        var exported = Export(family, isSelfContained: false, context, horizon: 7);

        string[] open = [.. exported.Graph.Inputs.SelectMany(input => input.Shape).Where(dim => !dim.IsKnown)
            .Select(dim => dim.ToString()).Distinct(StringComparer.Ordinal)];
        Assert.DoesNotContain(open, axis => axis.Contains("patches", StringComparison.Ordinal)
            || axis.Contains("tokens", StringComparison.Ordinal) || axis.Contains("horizon", StringComparison.Ordinal));
        using var session = Load(exported);
        Assert.Equal(
            exported.Graph.Inputs.Select(input => input.Shape.Select(dim => dim.IsKnown ? dim.Value : -1)),
            session.Inputs.Select(input => input.Shape.AsEnumerable()));
    }

    [SkippableFact]
    public void A_graph_of_fixed_lengths_takes_a_history_of_that_length_alone()
    {
        Golden.RequireEngine();
        using var session = Load(Export("chronos-bolt", isSelfContained: false, context: 64, horizon: null));
        float[] series = [.. Enumerable.Range(0, 128).Select(t => MathF.Sin(t / 3f))];
        using var fits = TensorValue.Wrap<float>(Golden.Engine, series, 2, 64);
        using var isLonger = TensorValue.Wrap<float>(Golden.Engine, series, 1, 128);

        using var result = session.Run([new NamedTensor("context", fits)], CancellationToken.None);

        Assert.Equal(2, result[0].Shape[0]);
        Assert.Throws<TollamaException>(() =>
            session.Run([new NamedTensor("context", isLonger)], CancellationToken.None));
    }

    [Theory]
    [InlineData("granite-ttm", TinyTtmContext + 1, null, "context")]
    [InlineData("chronos-bolt", null, 100_000, "horizon")]
    [InlineData("chronos-2", 1_000_000, null, "context")]
    [InlineData("moirai-2", null, 100_000, "horizon")]
    [InlineData("sundial", null, 100_000, "horizon")]
    [InlineData("timesfm-2.5", null, 100_000, "horizon")]
    [InlineData("toto", null, 100_000, "horizon")]
    public void Lengths_that_one_run_does_not_take_are_refused(string family, int? context, int? horizon, string what)
    {
        var fault = Assert.Throws<TollamaException>(() => Export(family, isSelfContained: false, context, horizon));

        Assert.Equal(ErrorCode.InvalidRequest, fault.Code);
        Assert.Contains($"takes a {what} of ", fault.Message, StringComparison.Ordinal);
    }

    private static Session Load(ExportedGraph exported) =>
        Golden.Engine.CreateSession(
            File.ReadAllBytes(exported.Path),
            SessionSettings.Default with
            {
                Entries = ImmutableDictionary<string, string>.Empty.Add(
                    WeightsFolder,
                    Path.GetDirectoryName(exported.Path)!),
            },
            CancellationToken.None);

    private ExportedGraph Export(string name, bool isSelfContained, int? context = null, int? horizon = null)
    {
        var family = Families.Families.OfType<INetworkFamily>().Single(one => one.Name == name);
        string checkpoint = Path.Combine(_folder, name);
        if (!Directory.Exists(checkpoint))
        {
            RandomCheckpoint.Write(
                family,
                family.Templates.First(one => one.Size == CheckpointSize.Tiny),
                checkpoint,
                seed: 1);
        }

        string target = Path.Combine(_folder, $"{name}-{isSelfContained}");
        return GraphExport.Write(family, checkpoint, target, isSelfContained, context, horizon, link: (_, _) => false);
    }
}
