using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Tests.Storage;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: -1.5e3", """{"a":-1500.0}""")]
    [InlineData("a: .5", """{"a":0.5}""")]
    [InlineData("a: '1'", """{"a":"1"}""")]
    [InlineData("a: \"yes\"", """{"a":"yes"}""")]
    [InlineData("a: yes\nb: off\nc: True", """{"a":true,"b":false,"c":true}""")]
    [InlineData("a: ~\nb:\nc: null", """{"a":null,"b":null,"c":null}""")]
    [InlineData("a: 2025-01-01", """{"a":"2025-01-01"}""")]
    [InlineData("a: 1.2.3", """{"a":"1.2.3"}""")]
    [InlineData("a: 1e999", """{"a":"1e999"}""")]
    [InlineData("- {x: [1, two]}\n- |\n  text\n", """[{"x":[1,"two"]},"text\n"]""")]
    public void Reads_the_scalars_of_the_core_schema(string yaml, string json) =>
        Assert.Equal(json, YamlReader.Read(yaml)!.ToJsonString());

    [Theory]
    [InlineData("a: &x [1]\nb: *x")]
    [InlineData("a: &x 1")]
    [InlineData("? {k: v}\n: 1")]
    [InlineData("<<: {a: 1}")]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: 1\n---\nb: 2")]
    [InlineData("a: [1")]
    [InlineData("a: \"\\q\"")]
    public void Refuses_aliases_merges_duplicates_and_what_is_no_yaml(string yaml) =>
        Assert.Throws<JsonException>(() => YamlReader.Read(yaml));

    [Fact]
    public void Refuses_deep_and_long_documents()
    {
        Assert.Throws<JsonException>(() => YamlReader.Read(new string('[', 5000) + new string(']', 5000)));
        Assert.Throws<JsonException>(() => YamlReader.Read("a: " + new string('x', YamlReader.LongestText)));
    }

    [Fact]
    public void An_empty_document_is_null() => Assert.Null(YamlReader.Read("# nothing\n"));

    [Fact]
    public void Mutated_documents_give_a_value_or_a_typed_refusal()
    {
        const string Valid =
            "models:\n- name: alpha\n  license: {type: mit, needs_acceptance: false}\n  metadata: [1, 2.5, 'x']\n";
        var letters = Gen.Elements("\n \t:-{}[],&*!|>'\"%@`#?~\0\u00e9a1".ToCharArray());
        var mutation = Gen.Zip(Gen.Choose(0, Valid.Length - 1), letters).ArrayOf();

        Prop.ForAll(mutation.ToArbitrary(), edits =>
        {
            char[] text = Valid.ToCharArray();
            foreach (var (position, letter) in edits)
            {
                text[position] = letter;
            }

            try
            {
                YamlReader.Read(new string(text));
            }
            catch (JsonException)
            {
                // The typed refusal; any other exception fails the property.
            }
        }).QuickCheckThrowOnFailure();
    }
}
