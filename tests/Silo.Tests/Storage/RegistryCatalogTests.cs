using Tollama.Core.Errors;

namespace Tollama.Silo.Tests.Storage;

public sealed class RegistryCatalogTests : IDisposable
{
    private const string Alpha = """
        - name: alpha
          family: mock
          source: {type: local, repo_id: t/alpha, revision: main}
          license: {type: mit, needs_acceptance: false}
        """;

    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Reads_the_file_again_for_every_question()
    {
        using var bench = WithRegistry("models:\n" + Alpha);
        Assert.Equal(["alpha", "theta"], bench.Store.Registry().Select(entry => entry.Name));

        _home.Write("registry.yaml", "models:\n" + Alpha.Replace("alpha", "zulu", StringComparison.Ordinal));

        Assert.Equal(
            ["theta", "zulu"],
            bench.Store.Registry().Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.Null(bench.Store.Registry()[0].Capabilities);
    }

    [Fact]
    public void A_licence_may_have_its_type_under_id()
    {
        using var bench = WithRegistry("models:\n" + Alpha.Replace("type: mit", "id: mit", StringComparison.Ordinal));

        Assert.Equal("mit", bench.Store.Registry().Single(entry => entry.Name == "alpha").Licence.Type);
    }

    [Theory]
    [InlineData("models: []", "at least one")]
    [InlineData("{}", "models")]
    [InlineData("models:\n- name: x\nextra: 1", "models")]
    [InlineData("models:\n- {name: x, family: f, colour: red}", "colour")]
    [InlineData("models:\n- {name: x, family: f}", "source")]
    [InlineData(
        "models:\n- {name: '', family: f, source: {type: a, repo_id: b, revision: c}, license: {type: m, needs_acceptance: false}}",
        "name")]
    [InlineData(
        "models:\n- {name: a/b, family: f, source: {type: a, repo_id: b, revision: c}, license: {type: m, needs_acceptance: false}}",
        "a/b")]
    [InlineData(
        "models:\n- {name: x, family: f, source: {type: a, repo_id: b, revision: c}, license: {type: m, needs_acceptance: 1}}",
        "needs_acceptance")]
    [InlineData(
        "models:\n- {name: x, family: f, source: {type: a, repo_id: b, revision: 3}, license: {type: m, needs_acceptance: false}}",
        "revision")]
    [InlineData(
        "models:\n- {name: x, family: f, source: {type: a, repo_id: b, revision: c}, license: {type: m, needs_acceptance: false}, capabilities: {teleport: true}}",
        "teleport")]
    [InlineData("models: [", "Line")]
    public void Names_file_place_and_problem_of_a_registry_that_breaks_the_schema(string text, string part)
    {
        using var bench = WithRegistry(text);

        var fault = Assert.Throws<TollamaException>(() => bench.Store.Registry());

        Assert.Equal(ErrorCode.Misconfigured, fault.Code);
        Assert.Contains("registry.yaml", fault.Message, StringComparison.Ordinal);
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_name_that_is_there_twice()
    {
        using var bench = WithRegistry($"models:\n{Alpha}\n{Alpha}");

        Assert.Contains(
            "alpha",
            Assert.Throws<TollamaException>(() => bench.Store.Registry()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Names_a_registry_file_that_does_not_exist()
    {
        using var bench = new StoreBench(registry: _home.At("nowhere.yaml"));

        Assert.Contains(
            "nowhere.yaml",
            Assert.Throws<TollamaException>(() => bench.Store.Registry()).Message,
            StringComparison.Ordinal);
    }

    private StoreBench WithRegistry(string text) => new(registry: _home.Write("registry.yaml", text));
}
