using System.Globalization;
using System.Text;
using Tollama.Core.Errors;
using Tollama.Core.Parquet;
using Tollama.Core.Tables;
using Tollama.Testing;

namespace Tollama.Core.Tests.Parquet;

/// <summary>Files of DuckDB and of arrow-rs; <c>files/generate.mjs</c> has the formulas of their columns.</summary>
public sealed class ParquetFileTests
{
    private static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("snappy-v1", 800)]
    [InlineData("gzip-v1", 200)]
    [InlineData("zstd-v1", 1500)]
    [InlineData("brotli-v1", 200)]
    [InlineData("lz4-v1", 200)]
    [InlineData("plain-v1", 100)]
    [InlineData("zstd-v2-groups", 5000)]
    [InlineData("snappy-v2", 200)]
    public void Reads_every_codec_and_page_version(string name, int count)
    {
        var table = ParquetFile.Read(File(name));

        Assert.Equal(count, table.RowCount);
        for (int i = 0; i < count; i++)
        {
            AssertRow(table, i);
        }
    }

    [Theory]
    [InlineData("delta-v2")]
    [InlineData("delta-length-v1")]
    [InlineData("dictionary-v2")]
    public void Reads_every_encoding(string name)
    {
        var table = ParquetFile.Read(File(name));

        Assert.Equal(400, table.RowCount);
        for (int i = 0; i < 400; i++)
        {
            Assert.Equal(i * 37 % 1000 / 8.0, Column(table, "y").Number(i));
            Assert.Equal(i / 8.0, Column(table, "small").Number(i));
            Assert.Equal(i % 7 == 3 ? double.NaN : i, Column(table, "n").Number(i));
            Assert.Equal(i * 1000003L, Column(table, "big").Number(i));
            Assert.Equal($"series_{i % 3}", Column(table, "unique_id").Text(i));
        }
    }

    [Fact]
    public void Keeps_a_column_that_it_cannot_read_and_says_why()
    {
        var table = ParquetFile.Read(File("plain-v1"));

        var list = Column(table, "list");
        Assert.Equal(CellKind.Unreadable, list.Kind);
        Assert.Contains("lists", list.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_codec_that_it_lacks()
    {
        byte[] file = new TinyParquet { Codec = 3 }.Write([1, 2, 3]);

        Assert.Contains("LZO", Assert.Single(ParquetFile.Read(file).Columns).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_encoding_that_it_lacks()
    {
        byte[] file = new TinyParquet { Encoding = 6 }.Write([1, 2, 3]);

        Assert.Contains(
            "DELTA_LENGTH_BYTE_ARRAY",
            Assert.Single(ParquetFile.Read(file).Columns).Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_a_file_that_a_few_lines_wrote() =>
        Assert.Equal(2, Assert.Single(ParquetFile.Read(new TinyParquet().Write([1, 2, 3])).Columns).Number(1));

    [Fact]
    public void Refuses_a_page_that_says_it_expands_without_end()
    {
        byte[] file = new TinyParquet { Codec = 1, ClaimedPageSize = int.MaxValue }.Write([1, 2, 3]);

        Refuses(file, "MiB");
    }

    [Fact]
    public void Refuses_a_run_of_a_billion_values_in_a_few_bytes()
    {
        byte[] file = new TinyParquet { ClaimedValueCount = 1_000_000_000 }.Write([1, 2, 3]);

        Refuses(file, "cells");
    }

    [Theory]
    [InlineData("")]
    [InlineData("PAR1")]
    [InlineData("PAR1 not at all PAR1")]
    [InlineData("timestamp,target\n2024-01-01,1\n")]
    public void Refuses_what_is_no_Parquet_file(string text) => Refuses(Encoding.UTF8.GetBytes(text), "Parquet");

    private static void Refuses(byte[] file, string token)
    {
        var fault = Assert.Throws<TollamaException>(() => ParquetFile.Read(file));

        Assert.Equal(ErrorCode.InvalidRequest, fault.Code);
        Assert.Contains(token, fault.Message, StringComparison.Ordinal);
    }

    private static void AssertRow(Table table, int i)
    {
        string Text(string name) => Column(table, name).Text(i) ?? "missing";
        Assert.Equal(Iso(Start.AddHours(i)), Text("ds"));
        Assert.Equal($"series_{i % 3}", Text("unique_id"));
        Assert.Equal(i * 37 % 1000 / 8.0, Column(table, "y").Number(i));
        Assert.Equal(i % 7 == 3 ? "missing" : Whole(i), Text("n"));
        Assert.Equal(Whole(i * 1000003L), Text("big"));
        Assert.Equal(
            i % 5 == 0 ? "missing" : $"text number {i} of the file, {string.Concat(Enumerable.Repeat("ab", i % 11))}",
            Text("note"));
        Assert.Equal((i % 2 == 0).ToString(), Text("flag"));
        Assert.Equal(Start.AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Text("day"));
        Assert.Equal(i / 100.0, Column(table, "price").Number(i), 9);
        Assert.Equal(i / 8.0, Column(table, "small").Number(i));
        Assert.Equal(Whole(i % 200), Text("tiny"));
        Assert.Equal(Iso(Start.AddMinutes(i)) + "+00:00", Text("utc"));
        Assert.Equal(Iso(Start.AddMilliseconds(i)) + Thousandths(i), Text("ms"));
    }

    private static string Thousandths(int i) =>
        i % 1000 == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $".{i % 1000 * 1000:000000}");

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Iso(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static TableColumn Column(Table table, string name) => table.Columns.Single(column => column.Name == name);

    private static byte[] File(string name) => System.IO.File.ReadAllBytes(
        Path.Combine(RepositoryRoot.Path, "tests", "Core.Tests", "Parquet", "files", name + ".parquet"));
}
