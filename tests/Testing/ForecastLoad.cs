using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Tollama.Testing;

/// <summary>
/// Forecasts with a known answer, four callers with a pause after each, until told to stop. Any other answer is a
/// failure, unless it says with a typed error that the service is away now and when to come again, and that is allowed.
/// </summary>
public sealed class ForecastLoad : IDisposable
{
    private const int Callers = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Leaves the processor to the processes whose fate is watched.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly HttpClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly bool _mayBeRefused;
    private readonly int[] _answers = new int[Callers];
    private readonly int[] _refusals = new int[Callers];
    private readonly Task[] _callers;

    /// <summary>Begins at once.</summary>
    /// <param name="client">Its own from then on.</param>
    /// <param name="mayBeRefused">Whether 503 with a typed error is an answer too.</param>
    public ForecastLoad(HttpClient client, bool mayBeRefused = false)
    {
        _client = client;
        _mayBeRefused = mayBeRefused;
        _callers = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(() => RunAsync(caller)))];
    }

    /// <summary>What else is to be told of a failure; null for nothing.</summary>
    public Func<string>? Surroundings { get; init; }

    /// <summary>Forecasts answered so far.</summary>
    public int Answers => _answers.Sum();

    /// <summary>Waits until every caller has so many more answers; throws what a forecast failed with.</summary>
    public Task WaitForAnswersAsync(int more) =>
        WaitAsync(caller => Volatile.Read(ref _answers[caller]), more, "answered");

    /// <summary>Waits until every caller has been refused so often more; throws what a forecast failed with.</summary>
    public Task WaitForRefusalsAsync(int more) =>
        WaitAsync(caller => Volatile.Read(ref _refusals[caller]), more, "refused");

    /// <summary>Waits until so many more forecasts of every caller have ended; throws what one failed with.</summary>
    public Task WaitForEndsAsync(int more) => WaitAsync(
        caller => Volatile.Read(ref _answers[caller]) + Volatile.Read(ref _refusals[caller]), more, "ended");

    /// <summary>Watches for a while; throws what a forecast failed with, or when none was answered.</summary>
    public async Task WaitForAnswersDuringAsync(TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        do
        {
            await WaitForAnswersAsync(1);
        }
        while (watch.Elapsed < time);
    }

    /// <summary>Sends no more, waits for those under way and throws what one failed with.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await ExplainAsync(Task.WhenAll(_callers));
    }

    /// <summary>Ends without a look at what is under way.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _client.Dispose();
    }

    private async Task WaitAsync(Func<int, int> count, int more, string what)
    {
        int[] goals = [.. Enumerable.Range(0, Callers).Select(caller => count(caller) + more)];
        var patience = Stopwatch.StartNew();
        while (goals.Where((goal, caller) => count(caller) < goal).Any())
        {
            if (_callers.FirstOrDefault(caller => caller.IsFaulted) is { } failed)
            {
                await ExplainAsync(failed);
            }

            if (patience.Elapsed > Patience)
            {
                string missing = string.Join(' ', goals.Select((goal, caller) => goal - count(caller)));
                await ExplainAsync(
                    Task.FromException(
                        new TimeoutException(
                            $"After {Patience} so many forecasts are missing that were to be {what}, caller by caller: "
                                + $"{missing}"
                        )));
            }

            await Task.Delay(20);
        }
    }

    private async Task ExplainAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception fault) when (Surroundings is not null)
        {
            throw new InvalidOperationException($"{fault.Message}\n{Surroundings()}", fault);
        }
    }

    private async Task RunAsync(int caller)
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
            if (_mayBeRefused && IsRefusal(response, body))
            {
                Interlocked.Increment(ref _refusals[caller]);
                continue;
            }

            if (response.StatusCode != HttpStatusCode.OK || (double)body!["forecasts"]![0]!["mean"]![1]! != level)
            {
                throw new InvalidOperationException($"Expected {level}, got {response.StatusCode}: {body}");
            }

            Interlocked.Increment(ref _answers[caller]);
            await Task.Delay(Pause);
        }
    }

    private static bool IsRefusal(HttpResponseMessage response, JsonNode? body) =>
        response.StatusCode == HttpStatusCode.ServiceUnavailable
        && response.Headers.RetryAfter is not null
        && body?["detail"] is not null;
}
