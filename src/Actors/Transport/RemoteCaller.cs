using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;
using Tollama.Actors.Calls;
using Tollama.Actors.Directory;
using Tollama.Actors.Membership;
using Tollama.Actors.Wire;

namespace Tollama.Actors.Transport;

/// <summary>
/// Brings calls to the silo that has the grain. What was certainly not carried out is sent again, elsewhere if the
/// grain has moved; what may have been carried out fails with <see cref="SiloUnavailableException"/>.
/// </summary>
internal sealed class RemoteCaller(
    MembershipAgent members,
    GrainRouter router,
    IMessageTransport transport,
    ActivationCatalog catalog,
    SiloFate fate,
    MembershipOptions options,
    TimeProvider time)
{
    /// <summary>How often a call is sent on because its activation went away: about as long as the patience.</summary>
    private const int MaxForwards = 60;

    /// <summary>Carries out a call here or elsewhere; ends it in any case.</summary>
    public async Task DispatchAsync(QueuedCall call)
    {
        if (await TurnBoundary.TryAsync(() => RunAsync(call)) is { } fault)
        {
            call.Fail(fault);
        }
    }

    /// <summary>Opens a stream at the silo that has the grain.</summary>
    public async Task<IOpenStream<TItem>> OpenAsync<TCall, TItem>(
        GrainId target,
        TCall call,
        CancellationToken cancellationToken)
        where TCall : struct, IGrainStreamCall<TItem>, IWireCall<TCall, TItem>
    {
        var attempt = new Attempt(time);
        while (true)
        {
            if (await router.LocateAsync(target, cancellationToken) is not { } silo)
            {
                await attempt.PauseAsync(target, options.CallPatience, cancellationToken);
                continue;
            }

            if (silo == members.Self)
            {
                var opening = new OpenStreamCall<TCall, TItem>(call, cancellationToken);
                var queued = new TypedCall<OpenStreamCall<TCall, TItem>, OpenStream<TItem>>(
                    target,
                    in opening,
                    interleaves: true);
                catalog.Enqueue(queued);
                return await queued.Outcome;
            }

            var stream = new RemoteStream<TCall, TItem>(
                transport, silo, target, call, members.Tenure, cancellationToken);
            try
            {
                if (await stream.TryBeginAsync() is not { } owner)
                {
                    return stream;
                }

                Redirect(target, silo, owner);
            }
            catch (PeerException fault)
            {
                await HandleFailureAsync(target, silo, fault, isReadOnly: false, cancellationToken);
                attempt.LastFailure = fault;
            }

            await attempt.PauseAsync(target, options.CallPatience, cancellationToken);
        }
    }

    private async Task RunAsync(QueuedCall call)
    {
        if (call.Forwards++ > 0)
        {
            await PauseForwardAsync(call);
        }

        if (call is not IOutgoingCall outgoing)
        {
            catalog.Enqueue(call);
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(outgoing.Cancellation, members.Tenure);
        try
        {
            await BringAsync(call, outgoing, either.Token);
        }
        catch (OperationCanceledException ended)
            when (either.IsCancellationRequested && !outgoing.Cancellation.IsCancellationRequested)
        {
            throw new SiloUnavailableException(
                $"The silo that called {call.Target} was declared dead meanwhile.",
                ended);
        }
    }

    private async Task BringAsync(QueuedCall call, IOutgoingCall outgoing, CancellationToken cancellationToken)
    {
        var attempt = new Attempt(time);
        while (true)
        {
            var silo = await router.LocateAsync(call.Target, cancellationToken);
            if (silo is not null && silo == members.Self)
            {
                catalog.Enqueue(call);
                return;
            }

            if (silo is not null && await TrySendAsync(call.Target, silo, outgoing, attempt, cancellationToken))
            {
                return;
            }

            await attempt.PauseAsync(call.Target, options.CallPatience, cancellationToken);
        }
    }

    /// <summary>
    /// Keeps a call that found its activation gone, or not allowed here, from going round without rest.
    /// </summary>
    private Task PauseForwardAsync(QueuedCall call)
    {
        if (call.Forwards > MaxForwards)
        {
            throw new SiloUnavailableException($"{call.Target} keeps moving; retry later.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }

        var pause = TimeSpan.FromMilliseconds(call.Forwards < 3 ? 0 : Math.Min(200, 1 << Math.Min(call.Forwards, 8)));
        return Task.Delay(pause, time, (call as IOutgoingCall)?.Cancellation ?? CancellationToken.None);
    }

    private async Task<bool> TrySendAsync(
        GrainId target, SiloAddress silo, IOutgoingCall call, Attempt attempt, CancellationToken cancellationToken)
    {
        using var message = new WireWriter();
        Messages.WriteCall(message, silo, target, call.Method, call.WriteArguments, isStream: false);
        try
        {
            using var reply = await transport.ExchangeAsync(silo, message.Written, cancellationToken);
            var reader = new WireReader(reply.Body);
            switch ((ReplyKind)reader.ReadByte())
            {
                case ReplyKind.Answer:
                    call.CompleteWith(reader);
                    return true;
                case ReplyKind.WrongSilo:
                    Redirect(target, silo, Messages.ReadSilo(reader));
                    return false;
                case ReplyKind.Refused:
                    router.Cache.Remove(target, silo);
                    return false;
                case ReplyKind.Cancelled:
                    throw new OperationCanceledException(call.Cancellation);
                case ReplyKind.Lost when call.Method.IsReadOnly:
                    router.Cache.Remove(target, silo);
                    return false;
                case ReplyKind.Lost:
                    throw new SiloUnavailableException(reader.ReadString());
                default:
                    throw Messages.ReadFault(reader);
            }
        }
        catch (PeerException fault)
        {
            await HandleFailureAsync(target, silo, fault, call.Method.IsReadOnly, cancellationToken);
            attempt.LastFailure = fault;
            return false;
        }
    }

    private async Task HandleFailureAsync(
        GrainId target, SiloAddress silo, PeerException fault, bool isReadOnly, CancellationToken cancellationToken)
    {
        router.Cache.Remove(target, silo);
        await members.ReportLostConnectionAsync(silo, cancellationToken);
        if (fault.Failure == PeerFailure.Lost && !isReadOnly)
        {
            await fate.AwaitAsync(silo, cancellationToken);
            throw new SiloUnavailableException($"Silo {silo} was lost while it worked on {target}.", fault);
        }
    }

    private void Redirect(GrainId target, SiloAddress from, SiloAddress owner)
    {
        router.Cache.Remove(target, from);
        if (members.View.IsAlive(owner))
        {
            router.Cache.Put(target, owner);
        }
    }

    /// <summary>Counts the tries of one call and spaces them out.</summary>
    private sealed class Attempt(TimeProvider time)
    {
        private readonly long _started = time.GetTimestamp();
        private int _tries;

        public PeerException? LastFailure { get; set; }

        public async Task PauseAsync(GrainId target, TimeSpan patience, CancellationToken cancellationToken)
        {
            if (time.GetElapsedTime(_started) > patience)
            {
                throw new SiloUnavailableException(
                    $"No silo took the call of {target} for {patience.TotalSeconds} s; retry later, or start one with "
                    + $"'tollama serve --role silo'. {LastFailure?.Message}",
                    LastFailure)
                {
                    RetryAfter = TimeSpan.FromSeconds(1),
                };
            }

            _tries++;
            if (_tries > 1)
            {
                await Task.Delay(
                    TimeSpan.FromMilliseconds(Math.Min(200, 5 << Math.Min(_tries, 6))),
                    time,
                    cancellationToken);
            }
        }
    }
}
