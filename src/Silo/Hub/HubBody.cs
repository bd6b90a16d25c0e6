namespace Tollama.Silo.Hub;

/// <summary>An open answer with (the rest of) a file.</summary>
internal sealed class HubBody : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly Stream _content;
    private readonly StallGuard _guard;

    /// <summary>Takes over an answer.</summary>
    public HubBody(HttpResponseMessage response, Stream content, HubFileFacts facts, StallGuard guard) =>
        (_response, _content, Facts, _guard) = (response, content, facts, guard);

    /// <summary>What the headers say.</summary>
    public HubFileFacts Facts { get; }

    /// <summary>Reads up to the buffer's length; 0 at the end of the body.</summary>
    /// <exception cref="HubException">Connection: it broke or fell silent.</exception>
    public Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _guard.RunAsync(
            _response.RequestMessage!.RequestUri!,
            token => _content.ReadAsync(buffer, token),
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _content.DisposeAsync();
        _response.Dispose();
    }
}
