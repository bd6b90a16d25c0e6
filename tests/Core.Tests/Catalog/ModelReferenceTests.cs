using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Testing;

namespace Tollama.Core.Tests.Catalog;

public sealed class ModelReferenceTests
{
    [Fact]
    public void Names_follow_the_rule_of_the_contract()
    {
        string vectors = Path.Combine(
            RepositoryRoot.Path,
            "tests",
            "contracts",
            "compat-fixtures",
            "vectors",
            "model-name-rule.json");

        foreach (var vector in JsonNode.Parse(File.ReadAllText(vectors))!["cases"]!.AsArray())
        {
            string input = (string)vector!["input"]!;
            Assert.True((bool)vector["valid"]! == ModelName.TryParse(input, out _), input);
        }
    }

    [Theory]
    [InlineData("hf.co/amazon/chronos-2", "hf.co--amazon--chronos-2", "amazon/chronos-2", "main")]
    [InlineData("HF.co/amazon/chronos-2", "hf.co--amazon--chronos-2", "amazon/chronos-2", "main")]
    [InlineData("https://huggingface.co/amazon/chronos-2/", "hf.co--amazon--chronos-2", "amazon/chronos-2", "main")]
    [InlineData("hf.co/ibm/ttm@90-30", "hf.co--ibm--ttm--90-30", "ibm/ttm", "90-30")]
    [InlineData("hf.co/a/b_c.d@main", "hf.co--a--b_c.d", "a/b_c.d", "main")]
    public void A_hub_reference_is_stored_under_a_valid_name(
        string text,
        string name,
        string repository,
        string revision)
    {
        var reference = ModelReference.Parse(text);

        Assert.Equal((ModelReferenceKind.Hub, name, repository, revision),
            (reference.Kind, reference.Name.Value, reference.Location, reference.Revision));
    }

    [Theory]
    [InlineData("hf.co/a/b", "hf.co/a-b/c")]
    [InlineData("hf.co/a/b@x", "hf.co/a/b")]
    [InlineData("hf.co/a/b@x/y", "hf.co/a/b@x-y")]
    [InlineData("hf.co/a/b@refs/pr/1", "hf.co/a/b@refs/pr-1")]
    [InlineData("./a", "../a")]
    public void Different_references_are_stored_under_different_names(string first, string second) =>
        Assert.NotEqual(ModelReference.Parse(first).Name, ModelReference.Parse(second).Name);

    [Theory]
    [InlineData("a/b")]
    [InlineData("hf.co/a")]
    [InlineData("hf.co/a/b/c")]
    [InlineData("hf.co/../b")]
    [InlineData("hf.co/a/..")]
    [InlineData("hf.co/a/b@")]
    [InlineData("hf.co/a/b@../x")]
    [InlineData("hf.co/a/b@x y")]
    [InlineData("hf.co/a--b/c")]
    [InlineData("hf.co//b")]
    [InlineData("")]
    [InlineData("mock ")]
    public void What_is_neither_name_nor_reference_nor_path_is_refused(string text)
    {
        Assert.Null(ModelReference.TryParse(text));
        Assert.Equal(ErrorCode.InvalidRequest, Assert.Throws<TollamaException>(() => ModelReference.Parse(text)).Code);
    }

    [Theory]
    [InlineData("./my checkpoint")]
    [InlineData("/models/été/")]
    [InlineData("/")]
    public void A_folder_is_stored_under_a_valid_name_and_an_absolute_path(string text)
    {
        var reference = ModelReference.Parse(text);

        Assert.Equal(ModelReferenceKind.Folder, reference.Kind);
        Assert.True(Path.IsPathFullyQualified(reference.Location));
        Assert.True(ModelName.TryParse(reference.Name.Value, out _));
    }
}
