using Tollama.Actors.Abstractions;
using Tollama.Actors.Calls;

namespace Tollama.Actors.Activation;

/// <summary>
/// The grain interfaces and classes of the process. Filled by generated code at start, then only read.
/// </summary>
public sealed class GrainTypeRegistry
{
    private readonly Dictionary<Type, (string Type, Func<GrainRuntime, GrainId, object> Make)> _interfaces = [];
    private readonly Dictionary<(string Interface, int Id), IRemoteMethod> _methods = [];
    private readonly Dictionary<string, GrainClass> _classes = new(StringComparer.Ordinal);

    /// <summary>Adds a grain interface.</summary>
    /// <param name="grainType">Type of the grains that it is the interface of.</param>
    /// <param name="make">Makes a reference.</param>
    public void AddInterface<TGrain>(string grainType, Func<GrainRuntime, GrainId, object> make)
        where TGrain : IGrain => _interfaces.Add(typeof(TGrain), (grainType, make));

    /// <summary>Adds a grain class.</summary>
    public void AddClass(GrainClass grainClass)
    {
        ArgumentNullException.ThrowIfNull(grainClass);
        _classes.Add(grainClass.Type, grainClass);
    }

    /// <summary>Adds a method that other silos may call.</summary>
    public void AddMethod<TCall, TResult>()
        where TCall : struct, IGrainCall, IWireCall<TCall, TResult> =>
        _methods.Add((TCall.Method.Interface, TCall.Method.Id), new RemoteMethod<TCall, TResult>());

    /// <summary>Adds a method that other silos may call for a stream.</summary>
    public void AddStreamMethod<TCall, TItem>()
        where TCall : struct, IGrainStreamCall<TItem>, IWireCall<TCall, TItem> =>
        _methods.Add((TCall.Method.Interface, TCall.Method.Id), new RemoteStreamMethod<TCall, TItem>());

    /// <summary>Adds the fingerprint of an assembly's messages; silos whose fingerprints differ do not talk.</summary>
    public void AddContract(string fingerprint) =>
        Contract = Contract.Length == 0 ? fingerprint : $"{Contract}.{fingerprint}";

    internal string Contract { get; private set; } = string.Empty;

    internal IRemoteMethod FindMethod(string type, int id) => _methods.TryGetValue((type, id), out var found)
        ? found
        : throw new InvalidDataException($"Grain interface {type} has no method {id}.");

    internal GrainClass FindClass(string grainType) => _classes.TryGetValue(grainType, out var found)
        ? found
        : throw new InvalidOperationException($"No grain class of type '{grainType}' is registered in this process.");

    internal TGrain MakeReference<TGrain>(GrainRuntime runtime, string key)
    {
        if (!_interfaces.TryGetValue(typeof(TGrain), out var found))
        {
            throw new InvalidOperationException($"Grain interface {typeof(TGrain)} is not registered in this process.");
        }

        return (TGrain)found.Make(runtime, new GrainId(found.Type, key));
    }
}
