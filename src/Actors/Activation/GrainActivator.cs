using Microsoft.Extensions.DependencyInjection;
using Tollama.Actors.Abstractions;
using Tollama.Actors.State;

namespace Tollama.Actors.Activation;

/// <summary>Gives a grain's constructor its arguments.</summary>
public sealed class GrainActivator
{
    private readonly ActivationData _activation;

    internal GrainActivator(ActivationData activation) => _activation = activation;

    internal List<ILoadableState> States { get; } = [];

    /// <summary>A service of the silo.</summary>
    public T GetService<T>()
        where T : notnull => _activation.ActivationServices.GetRequiredService<T>();

    /// <summary>A state of this grain, read before the grain is activated.</summary>
    public IPersistentState<T> GetState<T>(string stateName)
        where T : class, new()
    {
        var state = new PersistentState<T>(stateName, _activation.GrainId, GetService<IGrainStorage>());
        States.Add(state);
        return state;
    }
}
