using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Configuration;
using Tollama.Testing;

namespace Tollama.Core.Tests.Configuration;

public sealed class RedactionTests
{
    [Fact]
    public void Hides_user_and_password_of_a_proxy_address()
    {
        using var vector = CompatFixtures.Load("vectors", "redact-proxy-url");

        Assert.All(vector.RootElement.GetProperty("cases").EnumerateArray(), entry => Assert.Equal(
            entry.GetProperty("output").GetString(), Redaction.ProxyUrl(entry.GetProperty("input").GetString()!)));
    }

    [Fact]
    public void Hides_secrets_of_a_settings_document()
    {
        var entry = Case("config");

        var redacted = Redaction.Document(JsonNode.Parse(entry.GetProperty("input").GetRawText()));

        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(entry.GetProperty("output").GetRawText()), redacted),
            redacted?.ToJsonString());
    }

    [Fact]
    public void Leaves_token_variables_out_and_keeps_their_presence()
    {
        var entry = Case("env");
        var variables = entry.GetProperty("input").EnumerateObject()
            .Select(pair => KeyValuePair.Create<string, string?>(pair.Name, pair.Value.ToString()));

        var redacted = Redaction.Variables(variables);

        var expected = entry.GetProperty("output").EnumerateObject()
            .ToDictionary(pair => pair.Name, pair => (string?)pair.Value.ToString());
        Assert.Equal(expected.OrderBy(pair => pair.Key), redacted.OrderBy(pair => pair.Key));
    }

    private static JsonElement Case(string mode)
    {
        using var vector = CompatFixtures.Load("vectors", "redact-config");
        return vector.RootElement.GetProperty("cases").EnumerateArray()
            .First(entry => entry.GetProperty("mode").ValueEquals(mode)).Clone();
    }
}
