using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tollama.Core.Errors;
using Tollama.Core.Ingest;
using Tollama.Core.Tables;
using Tollama.Core.Tables.Csv;
using Tollama.Core.Wire.Requests;

namespace Tollama.Core.Tests.Tables;

public sealed class CsvSheetTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", ',', "a b", 1)]
    [InlineData("a;b\n1,5;2\n", ';', "a b", 1)]
    [InlineData("a\tb\n1\t2\n", '\t', "a b", 1)]
    [InlineData("a|b|c\n1|2|3\n", '|', "a b c", 1)]
    [InlineData("station 42\n\na,b\n1,2\n3,4\n", ',', "a b", 2)]
    [InlineData(" a , b \r\n1,2\r\n\r\n  \r\n3,4", ',', "a b", 2)]
    [InlineData("a,b\n\"x\"\"y\",\"1\n2\"\n", ',', "a b", 1)]
    [InlineData("when\n2024-01-01\n2024-01-02\n", ',', "when", 2)]
    public void Finds_delimiter_and_header(string text, char delimiter, string header, int rows)
    {
        var sheet = CsvSheet.Read(text);

        Assert.Equal(delimiter, sheet.Delimiter);
        Assert.Equal(header.Split(' '), sheet.Header.Fields);
        Assert.Equal(rows, sheet.Rows.Count);
    }

    [Fact]
    public void Counts_lines_over_quoted_line_breaks_and_blank_lines()
    {
        var sheet = CsvSheet.Read("a,b\n\"1\n2\",x\n\n3,y\n");

        Assert.Equal([2, 5], sheet.Rows.Select(row => row.Line));
        Assert.Equal("1\n2", sheet.Rows[0].Fields[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("a,b\n1,2\n1,2,3\n1,2,3,4\n")]
    public void Refuses_what_is_no_table(string text) =>
        Assert.Equal(ErrorCode.InvalidRequest, Assert.Throws<TollamaException>(() => CsvSheet.Read(text)).Code);

    [Theory]
    [InlineData("x\n1\n2\n", CellKind.Number, true)]
    [InlineData("x\n1\n2.5\n", CellKind.Number, false)]
    [InlineData("x,y\n1,a\n,a\n", CellKind.Number, false)]
    [InlineData("x\nTrue\nfalse\n", CellKind.Boolean, false)]
    [InlineData("x\n1\nmany\n", CellKind.Text, false)]
    public void One_text_makes_a_column_of_texts_and_one_gap_a_column_of_fractions(
        string text,
        CellKind kind,
        bool isInteger)
    {
        var column = CsvSheet.Read(text).ToTable().Columns[0];

        Assert.Equal(kind, column.Kind);
        Assert.Equal(isInteger, column.IsInteger);
    }

    [Fact]
    public void Whatever_bytes_come_they_are_series_or_a_typed_refusal()
    {
        string alphabet = "timestamp,target;id|\t\n\r\"0123456789.-:TZ+eNa \u00e9";
        var texts = Gen.Elements(alphabet.ToCharArray()).ArrayOf().Select(letters => new string(letters));
        var seeds = Gen.Elements("timestamp,target\n2024-01-01,1\n", "ds;y;id\n", "year|value\n1990|1\n1991|2\n1992|3\n", string.Empty);
        var options = new IngestOptions { Format = "csv", Missing = new MissingValueOptions { IsEnabled = true } };
        Prop.ForAll(Arb.From(seeds.Zip(texts, (seed, text) => seed + text)), text =>
        {
            foreach (var variant in new[] { options, options with { Missing = null } })
            {
                try
                {
                    Assert.NotEmpty(TableIngest.Read(Encoding.UTF8.GetBytes(text), "x.csv", variant).Series);
                }
                catch (TollamaException fault)
                {
                    Assert.Equal(ErrorCode.InvalidRequest, fault.Code);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
