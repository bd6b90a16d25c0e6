namespace Tollama.Actors.State;

/// <summary>A state that is read before its grain is activated.</summary>
internal interface ILoadableState
{
    Task ReadAsync(CancellationToken cancellationToken);
}
