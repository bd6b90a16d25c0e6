using Tollama.Core.Errors;
using Tollama.Core.Metering;
using Tollama.Silo.Metering;
using Tollama.Testing;

namespace Tollama.Silo.Tests.Metering;

public sealed class UsageDatabaseTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _home = Directory.CreateTempSubdirectory("tollama-usage-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void A_new_folder_holds_no_usage() => Assert.Null(new UsageDatabase(_home).Find("anonymous"));

    [Fact]
    public void Usage_adds_up_and_survives_a_restart()
    {
        new UsageDatabase(_home).Add([new UsageDelta("k_1", 2, 1.5, 7, Noon), new UsageDelta("k_2", 1, 1, 1, Noon)]);
        new UsageDatabase(_home).Add([new UsageDelta("k_1", 1, 2, 3, Noon)]);

        Assert.Equal(
            new UsageRow("k_1", 3, 3.5, 10, "2026-05-01T12:00:00.000000Z"),
            new UsageDatabase(_home).Find("k_1"));
    }

    /// <summary>
    /// data/usage.db was written by SQLite 3.40: 301 rows on pages of several levels, one row with overflow pages.
    /// </summary>
    [Fact]
    public void Reads_what_the_sqlite_library_wrote()
    {
        File.Copy(
            Path.Combine(RepositoryRoot.Path, "tests", "Silo.Tests", "Metering", "data", "usage.db"),
            Path.Combine(_home, "usage.db"));
        var database = new UsageDatabase(_home);

        Assert.Equal(
            new UsageRow($"k_{3 * 7919 % 1000:x16}", 3, 4.5, 3000, "2026-01-01T00:00:00Z"),
            database.Find($"k_{3 * 7919 % 1000:x16}"));
        Assert.Equal(2, database.Find($"k_{2 * 7919 % 1000:x16}")!.TotalInferenceMs);
        Assert.Equal(5, database.Find(string.Concat(Enumerable.Repeat("long", 2000)))!.RequestCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(5000)]
    public void Reads_back_as_many_rows_as_were_written(int count)
    {
        var database = new UsageDatabase(_home);
        database.Add([
            .. Enumerable.Range(0, count).Select(i => new UsageDelta($"k_{i * 7919 % 10007:x16}", i, i, i, Noon)),
        ]);

        var reopened = new UsageDatabase(_home);

        Assert.All(
            Enumerable.Range(0, count),
            i => Assert.Equal(i, reopened.Find($"k_{i * 7919 % 10007:x16}")!.SeriesProcessed));
    }

    [Fact]
    public void A_damaged_file_is_a_typed_error_whatever_the_damage()
    {
        new UsageDatabase(_home).Add([
            .. Enumerable.Range(0, 100).Select(i => new UsageDelta($"k_{i:x16}", i, i, i, Noon)),
        ]);
        byte[] intact = File.ReadAllBytes(Path.Combine(_home, "usage.db"));
        var random = new Random(20260501);
        for (int round = 0; round < 200; round++)
        {
            byte[] damaged = [.. intact];
            for (int i = 0; i < 4; i++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(Path.Combine(_home, "usage.db"), damaged.AsSpan(0, random.Next(1, damaged.Length + 1)));

            var fault = Record.Exception(() => new UsageDatabase(_home).Find("k_0"));

            Assert.True(fault is null or TollamaException { Code: ErrorCode.Unavailable }, fault?.ToString());
        }
    }
}
