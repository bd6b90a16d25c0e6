using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Tollama.Testing;

/// <summary>
/// Forecasts with a known answer, four at a time with a pause after each, until told to stop. Any other answer is a failure,
/// unless it says with a typed error that the service is away now and when to come again, and that is allowed.
/// </summary>
public sealed class ForecastLoad : IDisposable
{
    /// <summary>Leaves the processor to the processes whose fate is watched.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly HttpClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _workers;
    private readonly bool _mayBeRefused;
    private int _answers;
    private int _refusals;

    /// <summary>Begins at once.</summary>
    /// <param name="client">Its own from then on.</param>
    /// <param name="mayBeRefused">Whether 503 with a typed error is an answer too.</param>
    public ForecastLoad(HttpClient client, bool mayBeRefused = false)
    {
        _client = client;
        _mayBeRefused = mayBeRefused;
        _workers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(RunAsync))];
    }

    /// <summary>Forecasts answered so far.</summary>
    public int Answers => Volatile.Read(ref _answers);

    /// <summary>Forecasts refused so far.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>Waits until so many more are answered; throws what a forecast failed with.</summary>
    public Task WaitForAnswersAsync(int more) => WaitAsync(() => Answers, more, "answered");

    /// <summary>Waits until so many more are refused; throws what a forecast failed with.</summary>
    public Task WaitForRefusalsAsync(int more) => WaitAsync(() => Refusals, more, "refused");

    /// <summary>Waits until so many more have ended, one way or the other; throws what a forecast failed with.</summary>
    public Task WaitForEndsAsync(int more) => WaitAsync(() => Answers + Refusals, more, "ended");

    private async Task WaitAsync(Func<int> count, int more, string what)
    {
        int goal = count() + more;
        var patience = Stopwatch.StartNew();
        while (count() < goal)
        {
            if (_workers.FirstOrDefault(worker => worker.IsFaulted) is { } failed)
            {
                await failed;
            }

            if (patience.Elapsed > TimeSpan.FromMinutes(2))
            {
                throw new TimeoutException($"Only {count()} of {goal} forecasts were {what}.");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Watches for a while; throws what a forecast failed with, or when none was answered.</summary>
    public async Task WaitForAnswersDuringAsync(TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        do
        {
            await WaitForAnswersAsync(4);
        }
        while (watch.Elapsed < time);
    }

    /// <summary>Sends no more, waits for those under way and throws what one failed with.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
    }

    /// <summary>Ends without a look at what is under way.</summary>
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
            if (_mayBeRefused && response.StatusCode == HttpStatusCode.ServiceUnavailable
                && response.Headers.RetryAfter is not null && body?["error"] is not null)
            {
                Interlocked.Increment(ref _refusals);
                continue;
            }

            if (response.StatusCode != HttpStatusCode.OK || (double)body!["forecasts"]![0]!["mean"]![1]! != level)
            {
                throw new InvalidOperationException($"Expected {level}, got {response.StatusCode}: {body}");
            }

            Interlocked.Increment(ref _answers);
            await Task.Delay(Pause);
        }
    }
}
