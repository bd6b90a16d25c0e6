using Orleans;
using Orleans.Runtime;
using Tollama.Core.Errors;
using ErrorCode = Tollama.Core.Errors.ErrorCode;
using SiloUnavailableException = Tollama.Actors.Abstractions.SiloUnavailableException;

namespace Tollama.Actors.Calls;

/// <summary>Callers know our faults: what Orleans throws when a silo is gone or a call takes too long becomes one of them.</summary>
internal sealed class FaultTranslation : IOutgoingGrainCallFilter
{
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Orleans.Runtime.SiloUnavailableException lost)
        {
            throw Lost(context, lost);
        }
        catch (OrleansMessageRejectionException rejected)
        {
            throw Lost(context, rejected);
        }
        catch (TimeoutException late)
        {
            throw new TollamaException(
                ErrorCode.DeadlineExceeded, $"{context.TargetId} did not answer {context.MethodName} in time; retry later.", late);
        }
    }

    private static SiloUnavailableException Lost(IOutgoingGrainCallContext context, Exception fault) =>
        new($"The silo of {context.TargetId} is gone; whether it carried out {context.MethodName} is not known.", fault);
}
