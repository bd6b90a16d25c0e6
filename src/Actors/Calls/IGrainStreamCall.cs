namespace Tollama.Actors.Calls;

/// <summary>One call of a method that returns a stream.</summary>
/// <typeparam name="TItem">Type of its items.</typeparam>
public interface IGrainStreamCall<TItem>
{
    /// <summary>The method.</summary>
    static abstract GrainMethod Method { get; }

    /// <summary>Calls the grain.</summary>
    /// <param name="grain">The grain instance.</param>
    IAsyncEnumerable<TItem> Invoke(object grain);
}
