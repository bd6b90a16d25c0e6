namespace Tollama.Actors.Calls;

/// <summary>A running stream, here or elsewhere.</summary>
internal interface IOpenStream<out TItem>
{
    TItem Current { get; }

    Task<bool> MoveNextAsync();

    /// <summary>Ends the stream.</summary>
    Task CloseAsync();
}
