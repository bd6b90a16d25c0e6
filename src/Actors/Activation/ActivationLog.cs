using Microsoft.Extensions.Logging;
using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Activation;

/// <summary>What activations log.</summary>
internal sealed partial class ActivationLog(ILogger logger)
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "Grain {Grain} failed to activate")]
    public partial void ActivationFailed(GrainId grain, Exception fault);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "Grain {Grain} failed while it deactivated")]
    public partial void DeactivationFailed(GrainId grain, Exception fault);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Error, Message = "A timer of grain {Grain} failed")]
    public partial void TimerFailed(GrainId grain, Exception fault);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Error, Message = "A detached step of grain {Grain} failed")]
    public partial void StepFailed(GrainId grain, Exception fault);
}
