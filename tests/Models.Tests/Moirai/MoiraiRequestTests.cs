using Tollama.Core.Errors;
using Tollama.Models.Moirai;
using Tollama.Models.Tests.Serving;
using Tollama.Testing;

namespace Tollama.Models.Tests.Moirai;

/// <summary>What a request asks of Moirai.</summary>
public sealed class MoiraiRequestTests
{
    [Fact]
    public void Reads_as_much_context_as_the_vectors_say()
    {
        using var document = CompatFixtures.Load("vectors", "moirai-context-length");
        foreach (var vector in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            int[] lengths = [.. vector.GetProperty("lengths").EnumerateArray().Select(length => length.GetInt32())];
            var option = vector.GetProperty("option");
            var request = AdapterRequest.With("context_length", option, lengths);
            if (vector.TryGetProperty("error", out _))
            {
                var failure = Assert.Throws<TollamaException>(() => MoiraiRequest.Check(request));
                Assert.Equal(ErrorCode.BadRequest, failure.Code);
                continue;
            }

            MoiraiRequest.Check(request);
            int? given = request.Options.GetInt32("context_length");
            Assert.Equal(
                vector.GetProperty("value").GetInt32(),
                MoiraiRequest.Context(given, vector.GetProperty("default").GetInt32(), lengths));
        }
    }
}
