using Tollama.Core.Errors;
using Tollama.Models.Checkpoints;
using Tollama.Models.TimesFm;

namespace Tollama.Models.Tests.TimesFm;

/// <summary>Switches of the port in <c>transformers</c>: honoured, or refused before any weight is read.</summary>
public sealed class TimesFmPortTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-timesfm").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("use_bias", "true")]
    [InlineData("attention_bias", "true")]
    [InlineData("activation", "\"relu\"")]
    [InlineData("decode_index", "0")]
    [InlineData("quantiles", "[0.1, 0.5, 0.9]")]
    [InlineData("num_key_value_heads", "1")]
    [InlineData("rope_theta", "500000")]
    [InlineData("rms_norm_eps", "-1")]
    public void A_switch_that_makes_another_network_is_refused(string key, string value)
    {
        Write("timesfm2_5", key, value);

        var failure = Assert.Throws<TollamaException>(() => TimesFmPort.NormEpsilon(ConfigSection.Open(_folder)));

        Assert.Equal(ErrorCode.ModelUnsupported, failure.Code);
        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_port_reads_its_epsilon_and_the_authors_own_loader_does_not()
    {
        Write("timesfm2_5", "rms_norm_eps", "0.05");
        Assert.Equal(0.05f, TimesFmPort.NormEpsilon(ConfigSection.Open(_folder)));

        Write("timesfm", "rms_norm_eps", "0.05");
        Assert.Equal(1e-6f, TimesFmPort.NormEpsilon(ConfigSection.Open(_folder)));
        Assert.Equal(1e-6f, TimesFmPort.NormEpsilon(null));
    }

    private void Write(string type, string key, string value) => File.WriteAllText(
        Path.Combine(_folder, "config.json"),
        $$"""{ "model_type": "{{type}}", "num_attention_heads": 2, "{{key}}": {{value}} }""");
}
