using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tollama.Core.Wire.Requests;

namespace Tollama.Bench.Parsing;

/// <summary>Reads bodies of 1 000 series × 2 000 points on one thread.</summary>
internal static class ParseBenchmark
{
    private const int SeriesCount = 1_000;
    private const int PointCount = 2_000;
    private const int Rounds = 7;

    public static int Run(string[] arguments)
    {
        Console.WriteLine($"{SeriesCount} series x {PointCount} points, best of {Rounds}, one thread");
        Console.WriteLine("values              body MB     MB/s   allocated / numbers");
        Measure("integers", (i, _) => (i % 1000).ToString(CultureInfo.InvariantCulture));
        Measure("two decimals", (_, noise) => (noise * 100).ToString("F2", CultureInfo.InvariantCulture));
        Measure("seventeen digits", (_, noise) => (noise * 100).ToString("R", CultureInfo.InvariantCulture));
        return arguments.Length;
    }

    private static void Measure(string name, Func<int, double, string> value)
    {
        byte[] body = MakeBody(value);
        var best = TimeSpan.MaxValue;
        long allocated = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long started = Stopwatch.GetTimestamp();
            var read = ForecastBodies.ReadForecast(body, ForecastRoute.V1);
            var elapsed = Stopwatch.GetElapsedTime(started);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            best = elapsed < best ? elapsed : best;
            GC.KeepAlive(read);
        }

        const double NumberBytes = (double)SeriesCount * PointCount * sizeof(double);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-18} {body.Length / 1e6,8:F1} {body.Length / 1e6 / best.TotalSeconds,8:F0} "
            + $"{allocated / NumberBytes,8:F2}"));
    }

    private static byte[] MakeBody(Func<int, double, string> value)
    {
        var random = new Random(7);
        var start = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var body = new StringBuilder("""{"model":"mock","horizon":24,"series":[""");
        for (int s = 0; s < SeriesCount; s++)
        {
            body.Append(s == 0 ? "" : ",")
                .Append(CultureInfo.InvariantCulture, $"{{\"id\":\"s{s}\",\"freq\":\"h\",\"timestamps\":[");
            body.AppendJoin(',', Enumerable.Range(0, PointCount)
                .Select(i => start.AddHours(i).ToString("'\"'yyyy-MM-ddTHH:mm:ss'\"'", CultureInfo.InvariantCulture)));
            body.Append("],\"target\":[");
            body.AppendJoin(',', Enumerable.Range(0, PointCount).Select(i => value(i, random.NextDouble())));
            body.Append("]}");
        }

        return Encoding.UTF8.GetBytes(body.Append("]}").ToString());
    }
}
