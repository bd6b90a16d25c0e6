using Tollama.Core.Configuration;
using Tollama.Core.Forecasting;

namespace Tollama.Gateway.Forecasting;

/// <summary>How long models stay loaded where a request does not say; read at start.</summary>
/// <param name="config">The settings file.</param>
/// <param name="options">Knows the environment.</param>
internal sealed class UsualKeepAlive(ConfigFile config, GatewayOptions options)
{
    private readonly KeepAlive _usual =
        SchedulerSettings.Resolve(config.Read().Config, options.Environment).KeepAlive is { } text
            ? new KeepAlive(text, null)
            : KeepAlive.Unset;

    /// <summary>Time from the answer on: null = until further notice, zero = unload at once.</summary>
    /// <param name="given">What the request says.</param>
    /// <exception cref="Core.Errors.TollamaException">InvalidRequest: it is no duration.</exception>
    public TimeSpan? Resolve(KeepAlive given) => (given == KeepAlive.Unset ? _usual : given).Resolve();
}
