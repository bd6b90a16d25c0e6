using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Tollama.Bench.Daemon;

/// <summary>
/// A published daemon against a bare endpoint that parses nothing and answers the same bytes; start to first 200; idle
/// memory. Argument: path of the published <c>tollama</c> binary.
/// </summary>
internal static class DaemonBenchmark
{
    private const int Starts = 5;
    private const int Rounds = 15;
    private const int Concurrency = 8;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    public static int Run(string[] arguments)
    {
        if (arguments[0] != BareEndpoint.Argument)
        {
            return RunAsync(arguments[0]).GetAwaiter().GetResult();
        }

        BareEndpoint.ServeAsync(arguments[1]).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task<int> RunAsync(string binary)
    {
        var starts = new List<double>();
        for (int i = 0; i < Starts; i++)
        {
            using var daemon = await DaemonProcess.StartAsync(binary);
            starts.Add(daemon.StartSeconds);
        }

        starts.Sort();
        using var served = await DaemonProcess.StartAsync(binary);
        await Task.Delay(TimeSpan.FromSeconds(3));
        double idle = served.ResidentMegabytes();
        byte[] body = Body();
        using var client = new HttpClient();
        byte[] answer = await PostAsync(client, new Uri(served.BaseUrl, "/v1/forecast"), body);
        using var bare = await BareEndpoint.StartAsync(answer);
        var forecasts = new Uri(served.BaseUrl, "/v1/forecast");

        _ = await RateAsync(client, forecasts, body, WarmUp);
        _ = await RateAsync(client, bare.Url, body, WarmUp);
        var rounds = new List<(double Mock, double Bare)>();
        for (int round = 0; round < Rounds; round++)
        {
            rounds.Add(
                (await RateAsync(client, forecasts, body, Round), await RateAsync(client, bare.Url, body, Round)));
        }

        double[] ratios = [.. rounds.Select(round => round.Mock / round.Bare).Order()];
        Console.WriteLine($"start to first 200: median {starts[Starts / 2]:F3} s of {Starts}");
        Console.WriteLine($"idle resident memory: {idle:F1} MB");
        Console.WriteLine(
            $"mock forecasts: {rounds.Max(round => round.Mock):N0}/s, bare endpoint: "
                + $"{rounds.Max(round => round.Bare):N0}/s, "
                + $"ratio {ratios[Rounds / 2]:F2} (median of {Rounds} pairs, quartiles {ratios[Rounds / 4]:F2} and "
                + $"{ratios[Rounds * 3 / 4]:F2})"
        );
        return 0;
    }

    private static async Task<double> RateAsync(HttpClient client, Uri url, byte[] body, TimeSpan duration)
    {
        long started = Stopwatch.GetTimestamp();
        int[] counts = await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(async _ =>
        {
            int count = 0;
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                await PostAsync(client, url, body);
                count++;
            }

            return count;
        }));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<byte[]> PostAsync(HttpClient client, Uri url, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await client.PostAsync(url, content);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    }

    private static byte[] Body()
    {
        var text = new StringBuilder("""{"model":"mock","horizon":24,"quantiles":[0.1,0.9],"series":""");
        text.Append("""[{"id":"a","freq":"h","timestamps":[""");
        text.AppendJoin(',', Enumerable.Range(0, 96).Select(hour =>
            $"\"{new DateTime(2024, 1, 1).AddHours(hour):yyyy-MM-ddTHH:mm:ss}\""));
        text.Append("],\"target\":[").AppendJoin(',', Enumerable.Range(0, 96)).Append("]}]}");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
