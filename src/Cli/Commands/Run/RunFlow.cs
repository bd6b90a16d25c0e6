using System.CommandLine;
using System.Net;
using System.Text.Json;
using Tollama.Cli.Commands.Pull;
using Tollama.Cli.Connection;
using Tollama.Cli.Data;
using Tollama.Cli.Output;
using Tollama.Client.Errors;
using Tollama.Client.Transport;

namespace Tollama.Cli.Commands.Run;

/// <summary>One run of <c>tollama run</c>: input, request, model, forecast, output (contract/cli §3.3).</summary>
internal sealed class RunFlow
{
    private readonly RunOptions _options;
    private readonly ParseResult _parsed;
    private readonly CliContext _context;
    private readonly Terminal _terminal;

    /// <summary>A run of the parsed command line.</summary>
    public RunFlow(RunOptions options, ParseResult parsed, CliContext context)
    {
        _options = options;
        _parsed = parsed;
        _context = context;
        _terminal = context.Terminal;
    }

    /// <summary>Runs it and returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        string? named = _parsed.GetValue(_options.Model);
        if (named is null && !(_terminal.IsInputTerminal && _terminal.IsErrorTerminal))
        {
            throw CommandFailedException.WrongInput(
                "No model: name it as MODEL; 'tollama list --all' shows the names.");
        }

        var input = named is null ? null : await FindInputAsync(named, cancellationToken);
        await using var connection = await DaemonConnection.OpenAsync(
            _options.Daemon, _parsed, _context, cancellationToken);
        string model = named
            ?? await ModelPrompt.ChooseModelAsync(connection.Client, _context, cancellationToken);
        input ??= await FindInputAsync(model, cancellationToken);
        bool isDryRun = _parsed.GetValue(_options.DryRun);
        var output = ChooseOutput(input);
        bool isStream = output == RunOutput.Auto && !_parsed.GetValue(_options.NoStream);
        var request = await BuildRequestAsync(input, model, isDryRun ? null : isStream, cancellationToken);
        if (isDryRun)
        {
            return await ValidateAsync(connection.Client, request, cancellationToken);
        }

        using var progress = new Progress(_parsed.GetValue(_options.Progress), _terminal, _context.Time);
        await EnsureModelAsync(connection.Client, model, output, progress, cancellationToken);
        progress.Note($"Forecasting with {model} …");
        if (isStream)
        {
            await StreamForecastAsync(connection.Client, request, cancellationToken);
            return ExitCodes.Success;
        }

        var reply = await connection.Client.PostAsync("/api/forecast", request, "forecast", cancellationToken);
        Print(reply, request, output);
        return ExitCodes.Success;
    }

    private async Task<InputText> FindInputAsync(string model, CancellationToken cancellationToken)
    {
        string? path = _parsed.GetValue(_options.Input);
        if (path is null && _parsed.GetValue(_options.Interactive))
        {
            path = await ModelPrompt.ChooseAsync(
                "Example", ExampleRequests.All(_context), _terminal, cancellationToken);
        }

        if (path is null && !_terminal.IsInputTerminal)
        {
            var piped = await InputText.ReadPipeAsync(_context, cancellationToken);
            if (!piped.IsBlank)
            {
                return piped;
            }
        }

        path ??= ExampleRequests.Find(model, _context) ?? throw CommandFailedException.WrongInput(
            "No input: give a JSON request, a CSV file or a Parquet file with --input FILE, or pipe one in.");
        var input = await InputText.ReadAsync(path, _context, cancellationToken);
        return input.IsBlank
            ? throw CommandFailedException.WrongInput($"{input.Source} is empty; it must hold a JSON request or CSV.")
            : input;
    }

    /// <summary>How to print; <see cref="RunOutput.Auto"/> stands for the forms of the contract.</summary>
    private RunOutput ChooseOutput(InputText input)
    {
        var asked = _parsed.GetValue(_options.Output);
        if (asked != RunOutput.Auto || _parsed.GetValue(_options.Plot))
        {
            return asked == RunOutput.Auto ? RunOutput.Table : asked;
        }

        return !input.IsJson && _terminal.IsOutputTerminal ? RunOutput.Table : RunOutput.Auto;
    }

    private async Task<JsonElement> BuildRequestAsync(
        InputText input, string model, bool? isStream, CancellationToken cancellationToken)
    {
        var overrides = new ForecastOverrides
        {
            Model = model,
            TimeoutSeconds = _parsed.GetValue(_options.Daemon.Timeout),
            IsStream = isStream,
            Horizon = _parsed.GetValue(_options.Horizon),
            Quantiles = _parsed.GetValue(_options.Quantiles),
            Freq = _parsed.GetValue(_options.Freq),
        };
        string? futurePath = _parsed.GetValue(_options.Future);
        if (input.IsJson)
        {
            return futurePath is null
                ? JsonRequest.Read(input, overrides)
                : throw CommandFailedException.Usage(
                    "--future goes with CSV input; a JSON request carries 'future_covariates' itself.");
        }

        var future = futurePath is null ? null : await InputText.ReadAsync(futurePath, _context, cancellationToken);
        var table = SeriesAssembler.Read(input, future);
        foreach (string note in table.Notes.Distinct())
        {
            _terminal.Note(note);
        }

        return TableRequest.Build(table, overrides);
    }

    private async Task<int> ValidateAsync(
        DaemonTransport client, JsonElement request, CancellationToken cancellationToken)
    {
        var reply = await client.PostAsync("/api/validate", request, "validate request", cancellationToken);
        _terminal.PrintJson(reply);
        return reply.Flag("valid") is true ? ExitCodes.Success : ExitCodes.Usage;
    }

    private async Task EnsureModelAsync(
        DaemonTransport client, string model, RunOutput output, Progress progress, CancellationToken cancellationToken)
    {
        try
        {
            await client.PostAsync("/api/show", JsonText.Object(("model", model)), "show model", cancellationToken);
            return;
        }
        catch (DaemonException fault) when (fault.Status == HttpStatusCode.NotFound)
        {
            progress.Note($"Model {model} is not installed; pulling it …");
        }

        bool isStream = !_parsed.GetValue(_options.NoStream);
        var body = JsonText.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("model", model);
            writer.WriteBoolean("stream", isStream);
            writer.WriteBoolean("accept_license", _parsed.GetValue(_options.AcceptLicence));
            if (_context.Environment.Text("TOLLAMA_HF_TOKEN") is { } token)
            {
                writer.WriteString("token", token);
            }

            writer.WriteEndObject();
        });
        bool isData = output is RunOutput.Csv or RunOutput.Json or RunOutput.Table;
        if (isStream)
        {
            Action<JsonElement> onOutcome = isData
                ? item => _terminal.Note(JsonText.Line(item))
                : _terminal.PrintJsonLine;
            await PullReport.StreamAsync(client, body, _terminal, progress, onOutcome, cancellationToken);
            return;
        }

        var reply = await client.PostAsync("/api/pull", body, "pull model", cancellationToken);
        if (isData)
        {
            _terminal.Note(JsonText.Line(reply));
            return;
        }

        _terminal.PrintJson(reply);
    }

    private async Task StreamForecastAsync(
        DaemonTransport client, JsonElement request, CancellationToken cancellationToken)
    {
        bool isDone = false;
        await foreach (var item in client.StreamAsync("/api/forecast", request, "forecast", cancellationToken))
        {
            _terminal.PrintJsonLine(item);
            isDone |= item.Flag("done") is true;
            Warn(item);
            if (item.Member("response") is { } response)
            {
                Warn(response);
            }
        }

        if (!isDone)
        {
            throw new CommandFailedException("forecast failed: the daemon ended the stream before the result.");
        }
    }

    private void Print(JsonElement reply, JsonElement request, RunOutput output)
    {
        var forecast = ForecastReply.Read(reply, request);
        if (_parsed.GetValue(_options.Plot))
        {
            // Where the result is data, the picture must not get into it.
            bool isData = output is RunOutput.Csv or RunOutput.Json;
            ForecastPrinter.PrintCharts(forecast, _terminal, isData ? _terminal.Note : _terminal.Print);
        }

        switch (output)
        {
            case RunOutput.Csv:
                ForecastPrinter.PrintCsv(forecast, _terminal);
                break;
            case RunOutput.Table when !IsPlotOnly():
                ForecastPrinter.PrintTable(forecast, _terminal);
                break;
            case RunOutput.Table:
                break;
            default:
                _terminal.PrintJson(reply);
                break;
        }

        Warn(reply);
    }

    /// <summary>A chart asked for without a form stands alone.</summary>
    private bool IsPlotOnly() =>
        _parsed.GetValue(_options.Plot) && _parsed.GetValue(_options.Output) == RunOutput.Auto;

    private void Warn(JsonElement item)
    {
        foreach (var warning in item.Items("warnings"))
        {
            _terminal.WriteWarning(warning.GetString() ?? string.Empty);
        }
    }
}
