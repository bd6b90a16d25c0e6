namespace Tollama.Actors.Calls;

/// <summary>Reads a stream that is opened at the first step.</summary>
internal sealed class GrainStreamReader<TItem>(Func<Task<IOpenStream<TItem>>> open) : IAsyncEnumerator<TItem>
{
    private IOpenStream<TItem>? _stream;
    private bool _isClosed;

    public TItem Current => _stream is null
        ? throw new InvalidOperationException("The stream has not begun.")
        : _stream.Current;

    public async ValueTask<bool> MoveNextAsync()
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        _stream ??= await open();
        return await _stream.MoveNextAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        if (_stream is not null)
        {
            await _stream.CloseAsync();
        }
    }
}
