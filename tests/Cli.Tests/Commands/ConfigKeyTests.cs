using System.Text.Json;
using Tollama.Cli.Commands.Config;
using Tollama.Testing;

namespace Tollama.Cli.Tests.Commands;

/// <summary>Values of settings as they are typed.</summary>
public sealed class ConfigKeyTests
{
    [Fact]
    public void Reads_values_as_the_vectors_say()
    {
        using var document = CompatFixtures.Load("vectors", "cli-config-value-parse");
        foreach (var vector in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var key = ConfigKeys.Find(vector.GetProperty("key").GetString()!);
            string text = vector.GetProperty("text").GetString()!;
            if (vector.TryGetProperty("error", out _))
            {
                var failure = Assert.Throws<CommandFailedException>(() => ConfigKeys.Parse(key, text));
                Assert.Equal(2, failure.ExitCode);
                continue;
            }

            Assert.Equal(Value(vector.GetProperty("value")), ConfigKeys.Parse(key, text));
        }
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => value.GetInt32(),
        JsonValueKind.String => value.GetString(),
        _ => value.GetBoolean(),
    };
}
