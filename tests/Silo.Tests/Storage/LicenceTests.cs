using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;

namespace Tollama.Silo.Tests.Storage;

public sealed class LicenceTests : IDisposable
{
    private const string Model = "charlie";

    private readonly TemporaryFolder _home = new();
    private readonly StoreBench _bench;

    public LicenceTests()
    {
        WriteRegistry("research only");
        _bench = new StoreBench(registry: _home.At("registry.yaml"), home: _home);
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Refuses_before_the_first_event_and_names_model_licence_and_remedy()
    {
        var fault = Assert.Throws<TollamaException>(
            () => _bench.Store.PullAsync(new PullRequest { Model = Model }, default));

        Assert.Equal(ErrorCode.LicenceRequired, fault.Code);
        Assert.All(
            ["charlie", "license", "cc-by-nc-4.0", "research only", "--accept-license"],
            part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
        Assert.Throws<TollamaException>(() => _bench.Store.Register(Model, acceptLicence: false));
    }

    [Fact]
    public async Task An_acceptance_is_remembered_until_the_model_is_removed()
    {
        _bench.Store.Register(Model, acceptLicence: true);

        await _bench.PullAsync(Model);
        _bench.Store.Remove(Model);

        Assert.Throws<TollamaException>(() => _bench.Store.PullAsync(new PullRequest { Model = Model }, default));
        Assert.Empty(Directory.GetFiles(_home.At("licenses")));
    }

    [Fact]
    public async Task A_receipt_says_who_when_and_which_text()
    {
        await _bench.PullAsync(Model, acceptLicence: true);

        var receipt = JsonNode.Parse(await File.ReadAllTextAsync(_home.At("licenses", "charlie.json")))!;
        Assert.Equal("tester@bench", (string)receipt["accepted_by"]!);
        Assert.Equal(_bench.Store.Find(Model)!.Licence.AcceptedAt, (string)receipt["accepted_at"]!);
        Assert.Equal("cc-by-nc-4.0\nresearch only", (string)receipt["text"]!);
        Assert.Equal(64, ((string)receipt["text_sha256"]!).Length);
    }

    [Fact]
    public void Models_without_terms_have_no_receipt()
    {
        _bench.Store.Register("alpha", acceptLicence: false);

        Assert.False(Directory.Exists(_home.At("licenses")));
        _bench.Store.CheckLicence("alpha");
    }

    [Fact]
    public async Task The_use_of_a_model_is_refused_when_its_acceptance_is_taken_back()
    {
        await _bench.PullAsync(Model, acceptLicence: true);
        _bench.Store.CheckLicence(Model);
        string manifest = _home.At("models", "charlie", "manifest.json");
        string text = await File.ReadAllTextAsync(manifest);
        await File.WriteAllTextAsync(
            manifest,
            text.Replace("\"accepted\": true", "\"accepted\": false", StringComparison.Ordinal));

        var fault = Assert.Throws<TollamaException>(() => _bench.Store.CheckLicence(Model));

        Assert.Equal(ErrorCode.LicenceRequired, fault.Code);
    }

    [Fact]
    public async Task New_terms_must_be_accepted_anew()
    {
        await _bench.PullAsync(Model, acceptLicence: true);

        WriteRegistry("research only, and no cats");

        Assert.Throws<TollamaException>(() => _bench.Store.CheckLicence(Model));
        Assert.Throws<TollamaException>(() => _bench.Store.PullAsync(new PullRequest { Model = Model }, default));
        await _bench.PullAsync(Model, acceptLicence: true);
        _bench.Store.CheckLicence(Model);
    }

    [Fact]
    public async Task A_receipt_that_the_disk_lost_asks_for_the_acceptance_anew()
    {
        await _bench.PullAsync(Model, acceptLicence: true);
        await File.WriteAllTextAsync(_home.At("licenses", "charlie.json"), string.Empty);

        var fault = Assert.Throws<TollamaException>(() => _bench.Store.CheckLicence(Model));
        await _bench.PullAsync(Model, acceptLicence: true);

        Assert.Equal(ErrorCode.LicenceRequired, fault.Code);
        Assert.Equal("tester@bench", _bench.Store.AcceptedBy(Model));
        _bench.Store.CheckLicence(Model);
    }

    [Fact]
    public void An_acceptance_recorded_by_the_original_counts_without_receipt()
    {
        _home.Write("models/charlie/manifest.json", """
            {"name": "charlie", "family": "mock", "license": {"type": "cc-by-nc-4.0", "needs_acceptance": true, "accepted": true}}
            """);

        _bench.Store.CheckLicence(Model);
    }

    private void WriteRegistry(string notice) => _home.Write("registry.yaml", $$"""
        models:
        - name: alpha
          family: mock
          source: {type: local, repo_id: t/alpha, revision: main}
          license: {type: mit, needs_acceptance: false}
        - name: charlie
          family: mock
          source: {type: local, repo_id: t/charlie, revision: main}
          license: {type: cc-by-nc-4.0, needs_acceptance: true, notice: "{{notice}}"}
        """);
}
