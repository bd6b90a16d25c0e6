using System.CommandLine;
using System.Globalization;
using Tollama.Cli.Connection;
using Tollama.Client;
using Tollama.Client.Transport;

namespace Tollama.Cli.Parsing;

/// <summary>The options of every command that speaks to a daemon.</summary>
internal sealed class DaemonOptions
{
    private const double MinimumTimeout = 0.1;

    /// <summary>Creates the options.</summary>
    /// <param name="defaultTimeout">Seconds to wait when nothing is said.</param>
    public DaemonOptions(double defaultTimeout)
    {
        Timeout.DefaultValueFactory = _ => defaultTimeout;
        Timeout.Validators.Add(result =>
        {
            double value = result.GetValueOrDefault<double>();
            if (!(value >= MinimumTimeout) || value > int.MaxValue / 1000.0)
            {
                result.AddError(string.Create(
                    CultureInfo.InvariantCulture,
                    $"--timeout is {value}; it must be at least {MinimumTimeout} seconds."));
            }
        });
    }

    /// <summary>
    /// Time on top of the timeout, for commands whose daemon keeps the timeout itself; none by default.
    /// </summary>
    public TimeSpan Grace { get; init; }

    /// <summary>Address of the daemon; null when it was not given.</summary>
    public Option<string?> BaseUrl { get; } = Address();

    /// <summary>Seconds to wait for an answer.</summary>
    public Option<double> Timeout { get; } = new("--timeout")
    {
        Description = "Longest wait for an answer, in seconds, at least 0.1.",
        HelpName = "SECONDS",
    };

    /// <summary><c>--base-url</c>.</summary>
    public static Option<string?> Address() => new("--base-url")
    {
        Description = $"Address of the daemon; default {DaemonAddress.Default}.",
        HelpName = "URL",
    };

    /// <summary>Adds them to the command.</summary>
    public void AddTo(Command command)
    {
        command.Add(BaseUrl);
        command.Add(Timeout);
    }

    /// <summary>A client for the daemon that the command line names.</summary>
    public DaemonTransport Client(ParseResult parsed, CliContext context) =>
        Client(DaemonAddress.Parse(parsed.GetValue(BaseUrl) ?? DaemonAddress.Default), parsed, context);

    /// <summary>A client for the daemon at an address.</summary>
    public DaemonTransport Client(Uri address, ParseResult parsed, CliContext context) =>
        new(new TollamaClientOptions
        {
            BaseUrl = address,
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(Timeout)) + Grace,
            ApiKey = context.Environment.Text("TOLLAMA_API_KEY"),
            Time = context.Time,
        });
}
