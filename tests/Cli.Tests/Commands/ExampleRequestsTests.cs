using Tollama.Cli.Commands.Run;
using Tollama.Core.Catalog;
using Tollama.Testing;

namespace Tollama.Cli.Tests.Commands;

/// <summary>Where the example request of a model is looked for.</summary>
public sealed class ExampleRequestsTests
{
    [Fact]
    public void Looks_under_the_aliases_of_the_vectors()
    {
        using var document = CompatFixtures.Load("vectors", "cli-request-alias");
        foreach (var vector in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            string model = vector.GetProperty("model").GetString()!; // the vectors hold texts
            var entry = ModelRegistry.BuiltIn.FirstOrDefault(candidate => candidate.Name == model);

            Assert.Equal(
                vector.GetProperty("aliases").EnumerateArray().Select(alias => alias.GetString()),
                ExampleRequests.Aliases(model, entry?.Metadata?["implementation"]?.GetValue<string>()));
        }
    }
}
