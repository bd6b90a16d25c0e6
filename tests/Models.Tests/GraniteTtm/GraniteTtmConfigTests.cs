using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Models.Checkpoints;
using Tollama.Models.GraniteTtm;

namespace Tollama.Models.Tests.GraniteTtm;

public sealed class GraniteTtmConfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-ttm").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(2, true)] // windows of three steps, six features
    [InlineData(4, false)]
    public void Heads_have_to_divide_the_windows_that_are_mixed(int heads, bool fits)
    {
        var config = Config();
        (config["self_attn"], config["self_attn_heads"]) = (true, heads);
        (config["enable_forecast_channel_mixing"], config["fcm_use_mixer"]) = (true, true);

        var failure = Record.Exception(() => Read(config)) as TollamaException;

        Assert.Equal(fits, failure is null);
        Assert.True(fits || failure!.Message.Contains("self_attn_heads", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_a_network_that_keeps_channels_apart_reads_the_target_alone()
    {
        var config = Config();
        config["prediction_channel_indices"] = new JsonArray(0, 2);
        Assert.Empty(Read(config).ForTarget().Predicted);

        config["decoder_mode"] = "mix_channel";
        Assert.Equal([0, 2], Read(config).ForTarget().Predicted.AsEnumerable());

        config["decoder_mode"] = "common_channel";
        config["prediction_channel_indices"] = new JsonArray(1, 2);
        Assert.Equal([1, 2], Read(config).ForTarget().Predicted.AsEnumerable()); // refused when it is loaded: the target is not there
    }

    private static JsonObject Config() => new()
    {
        ["model_type"] = "tinytimemixer",
        ["context_length"] = 32,
        ["patch_length"] = 8,
        ["patch_stride"] = 8,
        ["prediction_length"] = 6,
        ["d_model"] = 8,
        ["decoder_d_model"] = 8,
        ["num_layers"] = 1,
        ["num_input_channels"] = 3,
    };

    private GraniteTtmConfig Read(JsonObject config)
    {
        File.WriteAllText(Path.Combine(_folder, "config.json"), config.ToJsonString());
        return GraniteTtmConfig.Read(ConfigSection.Open(_folder));
    }
}
