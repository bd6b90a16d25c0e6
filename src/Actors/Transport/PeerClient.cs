using Tollama.Actors.Abstractions;
using Tollama.Actors.Directory;
using Tollama.Actors.Membership;
using Tollama.Actors.Wire;

namespace Tollama.Actors.Transport;

/// <summary>The short questions that members ask each other.</summary>
internal sealed class PeerClient(IMessageTransport transport, MembershipOptions options, TimeProvider time)
    : IPeers,
        IGrainFinder
{
    public Task<PeerAnswer> ProbeAsync(SiloAddress peer, SiloAddress? self, CancellationToken cancellationToken) =>
        ProbeAsync(peer, self, options.RequestTimeout, cancellationToken);

    public async Task<PeerAnswer> FaceAsync(SiloAddress peer, SiloAddress self, CancellationToken cancellationToken)
    {
        bool isThere = await transport.ConnectsAsync(peer, cancellationToken);
        var answer = await ProbeAsync(peer, self, options.Promise, cancellationToken);
        return answer == PeerAnswer.Silence && isThere && await transport.ConnectsAsync(peer, cancellationToken)
            ? PeerAnswer.StandsStill
            : answer;
    }

    private async Task<PeerAnswer> ProbeAsync(
        SiloAddress peer, SiloAddress? self, TimeSpan patience, CancellationToken cancellationToken)
    {
        void Introduce(WireWriter writer)
        {
            if (self is not null)
            {
                Messages.WriteSilo(writer, self);
            }
        }

        try
        {
            return await AskAsync(peer, MessageKind.Probe, Introduce, patience, cancellationToken) switch
            {
                true => PeerAnswer.Alive,
                false => PeerAnswer.Gone, // another incarnation listens there: the asked one is no more
                null => PeerAnswer.Silence,
            };
        }
        catch (PeerException refused) when (refused.Failure == PeerFailure.Refused)
        {
            return PeerAnswer.Gone;
        }
    }

    public async Task<bool> AskPromiseAsync(SiloAddress peer, SiloAddress self, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(
                peer,
                MessageKind.Promise,
                writer =>
                {
                    Messages.WriteSilo(writer, self);
                    writer.WriteInt64((long)options.Promise.TotalMilliseconds);
                },
                options.RequestTimeout,
                cancellationToken) == true;
        }
        catch (PeerException)
        {
            return false; // nobody there, nobody who promised
        }
    }

    public async Task<bool> HasAsync(SiloAddress silo, GrainId grainId, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(
                    silo,
                    MessageKind.Locate,
                    writer => Messages.WriteGrain(writer, grainId),
                    options.RequestTimeout,
                    cancellationToken) == true;
        }
        catch (PeerException)
        {
            return false;
        }
    }

    /// <summary>Yes, no (the incarnation refuses), or null for no answer in time.</summary>
    private async Task<bool?> AskAsync(
        SiloAddress peer,
        MessageKind kind,
        Action<WireWriter> write,
        TimeSpan patience,
        CancellationToken cancellationToken)
    {
        using var writer = new WireWriter();
        Messages.WriteHeader(writer, kind, peer);
        write(writer);
        using var limit = new CancellationTokenSource(patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var reply = await transport.ExchangeAsync(peer, writer.Written, both.Token);
            return (ReplyKind)reply.Body.Span[0] == ReplyKind.Answer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (PeerException fault) when (fault.Failure != PeerFailure.Refused)
        {
            return null;
        }
    }
}
