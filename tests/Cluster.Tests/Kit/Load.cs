using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>Forecasts with a known answer, four at a time, until told to stop; any other answer is a failure.</summary>
internal sealed class Load : IDisposable
{
    private readonly HttpClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _workers;
    private int _answers;

    public Load(HttpClient client)
    {
        _client = client;
        _workers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(RunAsync))];
    }

    public async Task WaitForAnswersAsync(int more)
    {
        int goal = Volatile.Read(ref _answers) + more;
        var patience = Stopwatch.StartNew();
        while (Volatile.Read(ref _answers) < goal)
        {
            if (_workers.FirstOrDefault(worker => worker.IsFaulted) is { } failed)
            {
                await failed;
            }

            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), $"Only {_answers} of {goal} forecasts were answered.");
            await Task.Delay(20);
        }
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _client.Dispose();
    }

    private async Task RunAsync()
    {
        double level = 1;
        while (!_stop.IsCancellationRequested)
        {
            level++;
            string[] times = ["2025-01-01", "2025-01-02", "2025-01-03"];
            using var response = await _client.PostAsJsonAsync(
                "/v1/forecast",
                new
                {
                    model = "naive",
                    horizon = 2,
                    series = new[] { new { id = "s", freq = "D", timestamps = times, target = new[] { 0, 1, level } } },
                    options = new { },
                });
            var body = await response.Content.ReadFromJsonAsync<JsonNode>();
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {body}");
            Assert.Equal(level, (double)body!["forecasts"]![0]!["mean"]![1]!);
            Interlocked.Increment(ref _answers);
        }
    }
}
