using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Calls;
using Tollama.Actors.Directory;
using Tollama.Actors.Hosting;
using Tollama.Core.Errors;

namespace Tollama.Actors.Activation;

/// <summary>The activations of this silo, at most one per grain.</summary>
internal sealed class ActivationCatalog(
    GrainTypeRegistry types,
    ActorsOptions options,
    TimeProvider time,
    IGrainDirectory directory,
    IServiceProvider services,
    ILogger<ActivationCatalog> logger)
{
    private readonly ConcurrentDictionary<GrainId, ActivationData> _activations = new();
    private long _lastActivationId;
    private volatile bool _isDraining;

    public ActorsOptions Options => options;

    public TimeProvider Time => time;

    public IServiceProvider Services => services;

    public IGrainDirectory Directory => directory;

    /// <summary>This incarnation; changes when it has been declared dead and a new one has joined.</summary>
    public Func<SiloAddress> Self { get; set; } = static () => new SiloAddress("local", 1);

    public ActivationLog Log { get; } = new(logger);

    /// <summary>Where calls go that never began at an activation that went away.</summary>
    public Action<QueuedCall>? Forward { get; set; }

    public int Count => _activations.Count;

    public bool TryGet(GrainId grainId, [NotNullWhen(true)] out ActivationData? activation) =>
        _activations.TryGetValue(grainId, out activation);

    /// <summary>The activation of a grain; begins one where there is none.</summary>
    /// <exception cref="TollamaException">Unavailable: the silo is draining.</exception>
    public ActivationData GetOrCreate(GrainId grainId)
    {
        while (true)
        {
            if (_activations.TryGetValue(grainId, out var found))
            {
                return found;
            }

            if (_isDraining)
            {
                throw new TollamaException(
                    ErrorCode.Unavailable, $"This process is stopping and activates no more grains ({grainId}); retry.")
                {
                    RetryAfter = TimeSpan.FromSeconds(1),
                };
            }

            var made = new ActivationData(
                new GrainAddress(grainId, Interlocked.Increment(ref _lastActivationId), Self()),
                types.FindClass(grainId.Type),
                this);
            if (_activations.TryAdd(grainId, made))
            {
                made.Start();
                return made;
            }
        }
    }

    public void Remove(ActivationData activation) =>
        _activations.TryRemove(new KeyValuePair<GrainId, ActivationData>(activation.GrainId, activation));

    /// <summary>Brings a call to the activation of its grain here; begins one where there is none.</summary>
    public void Enqueue(QueuedCall call)
    {
        try
        {
            while (!GetOrCreate(call.Target).Turns.TryEnqueue(call))
            {
                // That activation went away between the two steps: the next look-up finds or makes another.
            }
        }
        catch (TollamaException refused)
        {
            call.Fail(call is IIncomingCall ? new WrongSiloException(null) : refused);
        }
    }

    /// <summary>Begins a call on this thread where its activation is idle, else brings it there to wait.</summary>
    public void Run(QueuedCall call)
    {
        if (!TryGet(call.Target, out var activation) || !activation.Turns.TryRun(call))
        {
            Enqueue(call);
        }
    }

    /// <summary>A call's activation went away before the call began: it goes to the next one.</summary>
    public void Resend(QueuedCall call)
    {
        if (call is IIncomingCall)
        {
            Enqueue(call);
        }
        else if (call is not ITimerTick)
        {
            Forward!(call);
        }
    }

    /// <summary>A call came to the wrong silo: callers here look anew, callers elsewhere are told.</summary>
    public void Redirect(QueuedCall call, SiloAddress? owner)
    {
        if (call is ITimerTick)
        {
            return;
        }

        Moved?.Invoke(call.Target, owner);
        if (call is IOutgoingCall)
        {
            Forward!(call);
        }
        else
        {
            call.Fail(new WrongSiloException(owner));
        }
    }

    /// <summary>Called with a grain that turned out to be elsewhere.</summary>
    public Action<GrainId, SiloAddress?>? Moved { get; set; }

    /// <summary>Ends every activation at once: this incarnation is dead and others may have taken over.</summary>
    public async Task AbandonAsync()
    {
        var all = _activations.Values.ToArray();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        foreach (var activation in all)
        {
            activation.Deactivate(
                new DeactivationReason(DeactivationReasonCode.DirectoryFailure, "the silo lost its lease"), now.Token);
        }

        await Task.WhenAll(all.Select(activation => activation.Gone));
    }

    public void CollectIdle()
    {
        foreach (var (_, activation) in _activations)
        {
            activation.CollectIfIdle(options.CollectionAge);
        }
    }

    /// <summary>Refuses new activations, ends the running calls of all others and deactivates them.</summary>
    /// <param name="cancellationToken">The time is up: hurries every deactivation and returns.</param>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        _isDraining = true;
        while (!_activations.IsEmpty)
        {
            var leaving = _activations.Values.ToArray();
            var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "the silo is stopping");
            foreach (var activation in leaving)
            {
                activation.Deactivate(reason, cancellationToken);
            }

            await Task.WhenAll(leaving.Select(activation => activation.Gone)).WaitAsync(cancellationToken);
        }
    }
}
