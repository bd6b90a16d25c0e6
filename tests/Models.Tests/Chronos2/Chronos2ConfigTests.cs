using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Models.Checkpoints;
using Tollama.Models.Chronos2;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Tests.Chronos2;

public sealed class Chronos2ConfigTests : IDisposable
{
    private static readonly string Original = Path.Combine(Golden.Folder("chronos"), "hub", "chronos-2");

    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-chronos2").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Reads_every_dimension_from_the_file()
    {
        var config = Chronos2Config.Read(ConfigSection.Open(Original));

        Assert.Equal((24, 6, 5, 40, 3), (config.Model, config.HeadWidth, config.Heads, config.Hidden, config.Layers));
        Assert.Equal((8192, 16, 64), (config.ContextLength, config.Patch, config.MaxOutputPatches));
        Assert.Equal(21, config.Quantiles.Length);
        Assert.True(config.UsesArcsinh);
    }

    [Fact]
    public void The_time_scale_defaults_to_the_context()
    {
        var config = Chronos2Config.Read(ConfigSection.Open(
            Path.Combine(Golden.Folder("chronos"), "hub", "chronos-2_13q")));

        Assert.Equal(512, config.TimeScale);
    }

    [Theory]
    [InlineData("d_model", "0")]
    [InlineData("d_model", "\"24\"")]
    [InlineData("d_model", "99999999999")]
    [InlineData("d_kv", "5")]
    [InlineData("num_layers", "-1")]
    [InlineData("layer_norm_epsilon", "1e400")]
    [InlineData("feed_forward_proj", "\"gated-gelu\"")]
    [InlineData("feed_forward_proj", "\"evil\"")]
    [InlineData("chronos_config", "[]")]
    [InlineData("chronos_config.output_patch_size", "8")]
    [InlineData("chronos_config.input_patch_stride", "6")]
    [InlineData("chronos_config.input_patch_stride", "32")]
    [InlineData("dense_act_fn", "\"evil\"")]
    [InlineData("is_gated_act", "true")]
    [InlineData("chronos_config.use_reg_token", "false")]
    [InlineData("chronos_config.quantiles", "[0.9, 0.1]")]
    [InlineData("chronos_config.quantiles", "[]")]
    [InlineData("chronos_config.context_length", "0")]
    [InlineData("chronos_config.time_encoding_scale", "0")]
    public void A_value_that_cannot_be_computed_is_a_typed_fault(string key, string value)
    {
        Change(key, value);

        var fault = Assert.Throws<TollamaException>(() => Chronos2Config.Read(ConfigSection.Open(_folder)));

        Assert.Equal(ErrorCode.ModelUnsupported, fault.Code);
        Assert.Contains(key.Split('.')[^1], fault.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("d_ff", "41", "[40, 48]", "[41, 48]")]
    [InlineData("d_model", "26", "[2, 24]", "[2, 26]")]
    [InlineData("num_heads", "6", "[30, 24]", "[36, 24]")]
    public void Tensors_that_do_not_match_the_config_are_named_with_both_shapes(
        string key, string value, string stored, string implied)
    {
        Golden.RequireEngine();
        Change(key, value);

        var fault = Assert.Throws<TollamaException>(Load);

        Assert.Equal(ErrorCode.ModelUnsupported, fault.Code);
        Assert.Contains(stored, fault.Message, StringComparison.Ordinal);
        Assert.Contains(implied, fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void More_layers_than_the_file_has_are_a_missing_tensor()
    {
        Golden.RequireEngine();
        Change("num_layers", "4");

        var fault = Assert.Throws<TollamaException>(Load);

        Assert.Contains("encoder.block.3.layer.0.layer_norm.weight", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chronos-2", "chronos2")]
    [InlineData("chronos-bolt-tiny", "chronos_bolt")]
    public void A_checkpoint_is_recognised_by_its_own_config(string checkpoint, string implementation)
    {
        var identity = ModelFamilies
            .All(Golden.Engine)
            .Identify(Path.Combine(Golden.Folder("chronos"), "hub", checkpoint));

        Assert.Equal("torch", identity!.Family);
        Assert.Equal(implementation, identity.Metadata["implementation"]!.GetValue<string>());
    }

    private void Load() => Chronos2Network.Load(
        Golden.Engine, _folder, SessionSettings.Default, CancellationToken.None).Dispose();

    private void Change(string key, string value)
    {
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(Original, "config.json")))!;
        string[] path = key.Split('.');
        var owner = path.Length == 2 ? root[path[0]]! : root;
        owner[path[^1]] = value.Contains("e400", StringComparison.Ordinal) ? "marker" : JsonNode.Parse(value);
        File.WriteAllText(
            Path.Combine(_folder, "config.json"),
            root.ToJsonString().Replace("\"marker\"", value, StringComparison.Ordinal));
        File.Copy(Path.Combine(Original, "model.safetensors"), Path.Combine(_folder, "model.safetensors"));
    }
}
