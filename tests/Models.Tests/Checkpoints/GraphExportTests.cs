using System.Collections.Immutable;
using Tollama.Core.Errors;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Tests.Checkpoints;

public sealed class GraphExportTests : IDisposable
{
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

    private static Session Load(ExportedGraph exported) => Golden.Engine.CreateSession(
        File.ReadAllBytes(exported.Path),
        SessionSettings.Default with
        {
            Entries = ImmutableDictionary<string, string>.Empty.Add(WeightsFolder, Path.GetDirectoryName(exported.Path)!),
        },
        CancellationToken.None);

    private ExportedGraph Export(string name, bool isSelfContained)
    {
        var family = Families.Families.OfType<INetworkFamily>().Single(one => one.Name == name);
        string checkpoint = Path.Combine(_folder, name);
        if (!Directory.Exists(checkpoint))
        {
            RandomCheckpoint.Write(family, family.Templates.First(one => one.Size == CheckpointSize.Tiny), checkpoint, seed: 1);
        }

        string target = Path.Combine(_folder, $"{name}-{isSelfContained}");
        return GraphExport.Write(family, checkpoint, target, isSelfContained, link: (_, _) => false);
    }
}
