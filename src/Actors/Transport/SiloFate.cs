using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;
using Tollama.Actors.Membership;

namespace Tollama.Actors.Transport;

/// <summary>What becomes of a silo under a call that was lost.</summary>
/// <param name="members">Who is dead.</param>
/// <param name="peers">Asks the silo, straight or through others.</param>
/// <param name="options">Times.</param>
/// <param name="time">The clock.</param>
internal sealed class SiloFate(MembershipAgent members, IPeers peers, MembershipOptions options, TimeProvider time)
{
    /// <summary>Waits until it is known: it is dead, it answers, or nobody listens at its address.</summary>
    public async Task AwaitAsync(SiloAddress silo, CancellationToken cancellationToken)
    {
        var dead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnViewChanged(MembershipView view)
        {
            if (!view.IsAlive(silo))
            {
                dead.TrySetResult();
            }
        }

        members.ViewChanged += OnViewChanged;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Verdict);
        try
        {
            OnViewChanged(members.View);
            var answered = TurnBoundary.TryAsync(() => AwaitAnswerAsync(silo, limit.Token));
            await Task.WhenAny(dead.Task, answered);
            await limit.CancelAsync();
            await answered;
        }
        finally
        {
            members.ViewChanged -= OnViewChanged;
        }
    }

    private async Task AwaitAnswerAsync(SiloAddress silo, CancellationToken cancellationToken)
    {
        while (await peers.ProbeAsync(silo, self: null, cancellationToken) == PeerAnswer.Silence)
        {
            await Task.Delay(options.RenewEvery / 4, time, cancellationToken);
        }
    }
}
