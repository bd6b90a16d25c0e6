using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Calls;
using Tollama.Actors.Hosting;
using Tollama.Core.Errors;

namespace Tollama.Actors.Activation;

/// <summary>The activations of this silo, at most one per grain.</summary>
internal sealed class ActivationCatalog(
    GrainTypeRegistry types,
    ActorsOptions options,
    TimeProvider time,
    IServiceProvider services,
    ILogger<ActivationCatalog> logger)
{
    private readonly ConcurrentDictionary<GrainId, ActivationData> _activations = new();
    private volatile bool _isDraining;

    public ActorsOptions Options => options;

    public TimeProvider Time => time;

    public IServiceProvider Services => services;

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

            var made = new ActivationData(grainId, types.FindClass(grainId.Type), this);
            if (_activations.TryAdd(grainId, made))
            {
                made.Start();
                return made;
            }
        }
    }

    public void Remove(ActivationData activation) =>
        _activations.TryRemove(new KeyValuePair<GrainId, ActivationData>(activation.GrainId, activation));

    public void Resend(QueuedCall call)
    {
        if (call is not ITimerTick)
        {
            Forward!(call);
        }
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
