using FsCheck;
using FsCheck.Fluent;
using Tollama.Core.Errors;
using Tollama.Core.Parquet;
using Tollama.Core.Tables;
using Tollama.Testing;

namespace Tollama.Core.Tests.Parquet;

/// <summary>Whatever a client makes of a file, it is a table or a typed refusal, and soon.</summary>
public sealed class ParquetMutationTests
{
    private static readonly string Folder = Path.Combine(
        RepositoryRoot.Path,
        "tests",
        "Core.Tests",
        "Parquet",
        "files");

    private static readonly byte[][] Files =
    [
        .. new[]
        {
            "gzip-v1",
            "brotli-v1",
            "lz4-v1",
            "plain-v1",
            "snappy-v2",
            "delta-v2",
            "dictionary-v2",
            "zstd-v2-groups",
        }.Select(name => File.ReadAllBytes(Path.Combine(Folder, name + ".parquet"))),
    ];

    [Fact]
    public void Bytes_that_were_changed_are_a_table_or_a_typed_refusal()
    {
        var changes = Gen.Choose(0, int.MaxValue).Two().ArrayOf(6);
        Prop.ForAll(Arb.From(changes.Zip(Gen.Choose(0, Files.Length - 1))), pair =>
        {
            byte[] file = (byte[])Files[pair.Item2].Clone();
            foreach (var (at, value) in pair.Item1)
            {
                // Half of the changes go to the footer, where the structure is.
                int position = (at & 1) == 0 ? at % file.Length : file.Length - 1 - (at % Math.Min(file.Length, 1500));
                file[position] = (byte)(value >> 8);
            }

            IsTableOrRefusal(file);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));
    }

    [Fact]
    public void A_file_that_was_cut_is_a_table_or_a_typed_refusal()
    {
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, Files.Length - 1))), pair =>
        {
            byte[] file = Files[pair.Item2];
            int cut = pair.Item1 % file.Length;
            IsTableOrRefusal([.. file[..cut], .. file[^Math.Min(8, cut)..]]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    private static void IsTableOrRefusal(byte[] file)
    {
        try
        {
            var table = ParquetFile.Read(file);
            Assert.All(table.Columns, column => Assert.InRange(column.Count, 0, int.MaxValue));
            Touch(table);
        }
        catch (TollamaException fault)
        {
            Assert.Equal(ErrorCode.InvalidRequest, fault.Code);
        }
    }

    private static void Touch(Table table)
    {
        foreach (var column in table.Columns)
        {
            for (int row = 0; row < Math.Min(column.Count, 50); row++)
            {
                column.Text(row);
            }
        }
    }
}
