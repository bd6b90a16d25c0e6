using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Testing;

namespace Tollama.Cli.Tests.Output;

/// <summary>Tables, sizes, JSON.</summary>
public sealed class OutputTests
{
    [Fact]
    public void Writes_sizes_as_the_vectors_say()
    {
        using var document = CompatFixtures.Load("vectors", "cli-format-bytes");
        foreach (var vector in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            Assert.Equal(
                vector.GetProperty("output").GetString(),
                ByteSize.Format(vector.GetProperty("input").GetInt64()));
        }
    }

    [Fact]
    public void Pads_columns_to_the_widest_cell_and_right_aligns_numbers()
    {
        var table = new Table("NAME", new TableColumn("SIZE", IsRightAligned: true), "MODIFIED");
        table.Add("mock", "0 B", "2025-01-01T00:00:00Z");
        table.Add("big", "117.7 MB", null);

        Assert.Equal(
            [
                "NAME      SIZE  MODIFIED            ",
                "----  --------  --------------------",
                "mock       0 B  2025-01-01T00:00:00Z",
                "big   117.7 MB  -                   ",
            ],
            table.Lines());
    }

    [Fact]
    public void Cuts_cells_longer_than_48_characters()
    {
        var table = new Table("NAME");
        table.Add(new string('x', 60));

        Assert.Equal(new string('x', 45) + "...", table.Lines().Last());
    }

    [Fact]
    public void Sorts_the_keys_of_json_and_keeps_the_spelling_of_numbers()
    {
        using var document = JsonDocument.Parse("""{"b":1.0,"a":{"d":1e-5,"c":"ü"}}""");

        Assert.Equal("""{"a":{"c":"ü","d":1e-5},"b":1.0}""", JsonText.Line(document.RootElement));
        Assert.StartsWith("{\n  \"a\": {\n    \"c\"", JsonText.Pretty(document.RootElement), StringComparison.Ordinal);
    }

    [Fact]
    public void Puts_each_number_of_a_list_on_a_line_of_its_own()
    {
        using var document = JsonDocument.Parse("""{"quantiles":[0.10,0.9],"none":[]}""");

        Assert.Equal(
            "{\n  \"none\": [],\n  \"quantiles\": [\n    0.10,\n    0.9\n  ]\n}",
            JsonText.Pretty(document.RootElement));
    }

    [Fact]
    public void Lays_tables_out_as_the_vectors_say()
    {
        using var document = CompatFixtures.Load("vectors", "cli-table-list");
        // the older layout: every column begins at its left
        var table = new Table("NAME", "FAMILY", "SIZE", "MODIFIED");
        table.Add("mock", "mock", ByteSize.Format(0), "2025-01-01T00:00:00Z");
        table.Add("big", "torch", ByteSize.Format(123_417_395), null);

        foreach (var vector in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            Assert.Equal(vector.GetProperty("output").EnumerateArray().Select(line => line.GetString()), table.Lines());
        }
    }
}
