namespace Tollama.Actors.Calls;

/// <summary>
/// One call with its arguments. Generated as a struct per method, so that a call in process neither boxes nor reflects.
/// </summary>
public interface IGrainCall
{
    /// <summary>The method.</summary>
    static abstract GrainMethod Method { get; }

    /// <summary>The cancellation token among the arguments; none where the method has no such parameter.</summary>
    CancellationToken Cancellation { get; }

    /// <summary>Calls the grain.</summary>
    /// <param name="grain">The grain instance.</param>
    /// <returns>The grain's own task; of the method's type.</returns>
    Task InvokeAsync(object grain);
}
