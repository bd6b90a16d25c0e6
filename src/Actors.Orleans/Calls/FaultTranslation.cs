using Orleans;
using Orleans.Runtime;
using Tollama.Core.Errors;
using ErrorCode = Tollama.Core.Errors.ErrorCode;
using SiloUnavailableException = Tollama.Actors.Abstractions.SiloUnavailableException;

namespace Tollama.Actors.Calls;

/// <summary>
/// Callers know our faults: what Orleans throws when a silo is gone or a call takes too long becomes one of them.
/// Orleans' own parts call each other too, and know theirs.
/// </summary>
internal sealed class FaultTranslation : IOutgoingGrainCallFilter
{
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (OrleansMessageRejectionException lost) when (!context.TargetId.IsSystemTarget())
        {
            throw new SiloUnavailableException(
                $"The silo of {context.TargetId} is gone; whether it carried out {context.MethodName} is not known.",
                lost);
        }
        catch (TimeoutException late) when (!context.TargetId.IsSystemTarget())
        {
            throw new TollamaException(
                ErrorCode.DeadlineExceeded,
                $"{context.TargetId} did not answer {context.MethodName} in time; retry later.",
                late);
        }
    }
}
