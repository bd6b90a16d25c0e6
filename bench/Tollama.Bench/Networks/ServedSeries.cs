using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Tollama.Bench.Daemon;
using Tollama.Onnx.Runtime;

namespace Tollama.Bench.Networks;

/// <summary>
/// Series that a daemon serves a second at concurrency 32, against the bare session on the same graph: in short rounds
/// in turn, so that what else the machine does falls on both alike.
/// </summary>
internal static class ServedSeries
{
    private const int Concurrency = 32;
    private const int Context = 512;
    private const int Horizon = 64;
    private const int Rounds = 5;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    /// <summary>Measures and prints.</summary>
    /// <param name="binary">Published <c>tollama</c>.</param>
    /// <param name="folder">The checkpoint.</param>
    /// <param name="engine">The engine of the bare session.</param>
    /// <param name="session">The bare session.</param>
    public static void Measure(string binary, string folder, InferenceEngine engine, Session session) =>
        MeasureAsync(binary, folder, engine, session).GetAwaiter().GetResult();

    private static async Task MeasureAsync(string binary, string folder, InferenceEngine engine, Session session)
    {
        NamedTensor[] given = Chronos2Benchmark.Inputs(engine, Concurrency);
        using var daemon = await DaemonProcess.StartAsync(binary);
        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
        var url = new Uri(daemon.BaseUrl, "/v1/forecast");
        byte[] body = Body(folder);
        byte[] pull = Encoding.UTF8.GetBytes($$"""{"model":"{{folder}}","stream":false}""");
        await PostAsync(client, new Uri(daemon.BaseUrl, "/api/pull"), pull);
        await PostAsync(client, url, body); // loads the model
        _ = await RateAsync(client, url, body);
        var served = new List<double>();
        var bare = new List<double>();
        var ratios = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            double before = Rate(() => session.Run(given, CancellationToken.None).Dispose());
            served.Add(await RateAsync(client, url, body));
            double after = Rate(() => session.Run(given, CancellationToken.None).Dispose());
            bare.Add((before + after) / 2);
            ratios.Add(served[^1] / bare[^1]);
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"served at concurrency {Concurrency}: {Middle(served):F1} series/s, bare session: {Middle(bare):F1} "
                    + $"series/s, ratio "
                    + $"{Middle(ratios):F2} ({ratios[0]:F2} to {ratios[^1]:F2} in {Rounds} rounds in turn)"));
    }

    private static double Middle(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private static double Rate(Action runAll)
    {
        runAll();
        int runs = 0;
        long started = Stopwatch.GetTimestamp();
        for (; Stopwatch.GetElapsedTime(started) < Round; runs++)
        {
            runAll();
        }

        return runs * Concurrency / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<double> RateAsync(HttpClient client, Uri url, byte[] body)
    {
        long started = Stopwatch.GetTimestamp();
        int[] counts = await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(async _ =>
        {
            int count = 0;
            while (Stopwatch.GetElapsedTime(started) < Round)
            {
                await PostAsync(client, url, body);
                count++;
            }

            return count;
        }));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task PostAsync(HttpClient client, Uri url, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await client.PostAsync(url, content);
        string text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"{(int)response.StatusCode}: {text}");
        }
    }

    private static byte[] Body(string folder)
    {
        var text = new StringBuilder(
            $$"""{"model":"{{folder}}","horizon":{{Horizon}},"quantiles":[0.1,0.9],"series":[{"id":"a","freq":"h","timestamps":["""
        );
        text.AppendJoin(
            ',',
            Enumerable
                .Range(0, Context)
                .Select(hour => $"\"{new DateTime(2024, 1, 1).AddHours(hour):yyyy-MM-ddTHH:mm:ss}\""));
        text.Append("],\"target\":[")
            .AppendJoin(',', Enumerable.Range(0, Context).Select(hour => hour % 24))
            .Append("]}]}");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
