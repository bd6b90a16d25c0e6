using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Models.Sundial;
using Tollama.Models.Tests.Serving;
using Tollama.Testing;

namespace Tollama.Models.Tests.Sundial;

/// <summary>What a request asks of Sundial.</summary>
public sealed class SundialRequestTests
{
    [Fact]
    public void Draws_as_many_samples_as_the_vectors_say()
    {
        using var document = CompatFixtures.Load("vectors", "sundial-num-samples");
        foreach (var vector in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var limits = Limits(vector.GetProperty("default").GetInt32());
            double[] levels = [.. vector.GetProperty("quantiles").EnumerateArray().Select(level => level.GetDouble())];
            var request = AdapterRequest.With("num_samples", vector.GetProperty("option"), 30) with
            {
                Quantiles = levels,
            };
            if (vector.TryGetProperty("error", out _))
            {
                var failure = Assert.Throws<TollamaException>(() => SundialRequest.Check(request, limits));
                Assert.Equal(ErrorCode.BadRequest, failure.Code);
                continue;
            }

            Assert.Equal(vector.GetProperty("samples").GetInt32(), SundialRequest.Sampling(request, limits).Samples);
        }
    }

    private static SundialLimits Limits(int samples) => SundialLimits.Of(new ModelArtifact
    {
        Name = "vector",
        Family = "sundial",
        Source = new("folder", "vector", "local"),
        Metadata = new JsonObject { ["default_num_samples"] = samples },
        Capabilities = ModelCapabilities.None,
    });
}
