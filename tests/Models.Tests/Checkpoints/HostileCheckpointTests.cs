using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Models.Checkpoints;
using Tollama.Models.Tests.Laws;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Tests.Checkpoints;

/// <summary>Whoever published a checkpoint may be mistaken or hostile: it loads, or is refused by name.</summary>
public sealed class HostileCheckpointTests : IDisposable
{
    private static readonly ModelFamilies Families = ModelFamilies.All(Golden.Engine);

    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-hostile").FullName;

    public static TheoryData<string> Templates =>
        [.. from family in Families.Families.OfType<INetworkFamily>()
            from template in family.Templates
            where template.Size == CheckpointSize.Tiny
            select $"{family.Name}/{template.Name}"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [MemberData(nameof(Templates))]
    public async Task A_config_with_any_wrong_value_loads_or_is_refused(string name)
    {
        Golden.RequireEngine();
        string config = Write(name);
        var faults = new List<string>();
        foreach (var (what, text) in Spoiled(JsonNode.Parse(config)!.AsObject()))
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, "config.json"), text);
            if (await LoadAsync() is { } fault and not TollamaException { Code: ErrorCode.ModelUnsupported })
            {
                faults.Add($"{what}: {fault.GetType().Name}: {fault.Message}");
            }
        }

        Assert.Empty(faults);
    }

    [SkippableTheory]
    [MemberData(nameof(Templates))]
    public async Task A_tensor_that_is_missing_or_misshapen_is_refused_by_name(string name)
    {
        Golden.RequireEngine();
        Write(name);
        TensorSpec[] specs = ReadSpecs();
        var unread = Find(name).Template.Tensors.Select(spec => spec.Name).ToHashSet(StringComparer.Ordinal);
        var faults = new List<string>();
        for (int i = 0; i < specs.Length; i++)
        {
            Rewrite([.. specs[..i], .. specs[(i + 1)..]]);
            Judge(await LoadAsync(), $"without {specs[i].Name}", []);

            long[] wrong = [.. specs[i].Shape];
            wrong[^1] += 2;
            Rewrite([.. specs[..i], TensorSpec.Float32(specs[i].Name, wrong), .. specs[(i + 1)..]]);
            Judge(await LoadAsync(), $"{specs[i].Name} as [{string.Join(", ", wrong)}]", Shapes(specs[i], wrong));

            void Judge(Exception? fault, string what, string[] named)
            {
                bool isRead = !unread.Contains(specs[i].Name);
                bool isRefused = fault is TollamaException { Code: ErrorCode.ModelUnsupported };
                if (isRead ? !isRefused || !named.All(text => fault!.Message.Contains(text, StringComparison.Ordinal))
                    : fault is not null && !isRefused)
                {
                    faults.Add($"{what}: {fault?.GetType().Name} {fault?.Message}");
                }
            }
        }

        Assert.Empty(faults);

        // The geometry of TimesFM is read from its tensors, so that a wrong one makes another look wrong.
        string[] Shapes(TensorSpec spec, long[] wrong) => name.StartsWith("timesfm", StringComparison.Ordinal)
            ? []
            : [spec.Name, $"[{string.Join(", ", spec.Shape)}]", $"[{string.Join(", ", wrong)}]"];
    }

    [Theory]
    [InlineData("chronos-2/chronos2", 100_000, """{"chronos_config": {"max_output_patches": 1, "quantiles": [0.5]}}""")]
    [InlineData("granite-ttm/granite-ttm-r2", 97, "{}")]
    [InlineData("sundial/sundial-base-128m", 49, """{"output_token_lens": [49], "input_token_len": 16}""", true)]
    [InlineData("toto/toto-open-base-1.0", 721, "{}")]
    public void A_horizon_beyond_the_config_is_refused_before_weights_are_touched(
        string name, int horizon, string changes, bool isReached = false)
    {
        var config = JsonNode.Parse(Find(name).Template.Config)!.AsObject();
        Merge(config, JsonNode.Parse(changes)!.AsObject());
        File.WriteAllText(Path.Combine(_folder, "config.json"), config.ToJsonString());
        var artifact = Artifact(Families.Identify(_folder)!); // a config of the family
        var request = LawSubject.All[0].Request(1, LawSeries.Waves("s", 600, 1)) with
        {
            Horizon = horizon,
            Quantiles = [],
        };

        Assert.Null(isReached ? Record.Exception(() => Families.Check(artifact, request)) : null);
        var fault = Assert.Throws<TollamaException>(
            () => Families.Check(artifact, isReached ? request with { Horizon = horizon + 1 } : request));

        Assert.Equal(ErrorCode.BadRequest, fault.Code);
    }

    private static void Merge(JsonObject into, JsonObject changes)
    {
        foreach (var (key, value) in changes)
        {
            if (value is JsonObject inner && into[key] is JsonObject section)
            {
                Merge(section, inner);
                continue;
            }

            into[key] = value?.DeepClone();
        }
    }

    private static (INetworkFamily Family, CheckpointTemplate Template) Find(string name) => (
        from family in Families.Families.OfType<INetworkFamily>()
        from template in family.Templates
        where template.Size == CheckpointSize.Tiny && $"{family.Name}/{template.Name}" == name
        select (family, template)).Single();

    /// <summary>Every key, also of nested objects, with every wrong value.</summary>
    private static IEnumerable<(string What, string Text)> Spoiled(JsonObject config)
    {
        string[] values =
        [
            "null",
            "\"text\"",
            "-1",
            "0",
            "7",
            "4096",
            "99999999999",
            "1e300",
            "0.5",
            "[]",
            "[7, \"x\"]",
            "{}",
            "true",
        ];
        foreach (var (owner, key) in Keys(config).ToList())
        {
            var original = owner[key];
            owner.Remove(key);
            yield return ($"without {key}", config.ToJsonString());
            foreach (string value in values)
            {
                owner[key] = JsonNode.Parse(value);
                yield return ($"{key} = {value}", config.ToJsonString());
            }

            owner[key] = original;
        }
    }

    private static IEnumerable<(JsonObject Owner, string Key)> Keys(JsonObject config) => config.ToList().SelectMany(
        pair => pair.Value is JsonObject inner ? Keys(inner).Prepend((config, pair.Key)) : [(config, pair.Key)]);

    private string Write(string name)
    {
        var (family, template) = Find(name);
        RandomCheckpoint.Write(family, template, _folder, seed: 1);
        return template.Config;
    }

    private TensorSpec[] ReadSpecs()
    {
        using var checkpoint = SafetensorsCheckpoint.Open(_folder);
        return [.. checkpoint.Tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)
            .Select(tensor => TensorSpec.Float32(tensor.Name, tensor.Shape.AsSpan()))];
    }

    private void Rewrite(TensorSpec[] specs) =>
        SafetensorsWriter.Write(Path.Combine(_folder, "model.safetensors"), specs, (_, bytes) => bytes.Clear());

    /// <summary>Loads the folder; the fault, or null.</summary>
    private async Task<Exception?> LoadAsync() =>
        await Record.ExceptionAsync(async () =>
        {
            var identity =
                Families.Identify(_folder)
                ?? throw new TollamaException(ErrorCode.ModelUnsupported, "No family reads it.");
            await using var forecaster = await Families.CreateAsync(
                Artifact(identity),
                DeviceId.Cpu,
                CancellationToken.None);
        });

    private ModelArtifact Artifact(ModelIdentity identity) => new()
    {
        Name = "hostile",
        Family = identity.Family,
        Source = new("folder", _folder, "local"),
        SnapshotPath = _folder,
        Metadata = identity.Metadata,
        Capabilities = identity.Capabilities,
    };
}
