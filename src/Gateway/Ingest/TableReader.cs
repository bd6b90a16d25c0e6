using Tollama.Core.Errors;
using Tollama.Core.Ingest;
using Tollama.Core.Wire.Requests;

namespace Tollama.Gateway.Ingest;

/// <summary>
/// Reads tables, a few at a time: a table may take some hundred times the memory of its file, so that many at once
/// could take more than there is.
/// </summary>
internal sealed class TableReader : IDisposable
{
    private readonly SemaphoreSlim _places = new(Math.Clamp(Environment.ProcessorCount, 1, 4));

    /// <summary>Reads a file once there is a place.</summary>
    /// <param name="bytes">The file; not kept.</param>
    /// <param name="fileName">Its name, whose suffix says the format where the options do not.</param>
    /// <param name="options">What the caller says about the table.</param>
    /// <param name="cancellationToken">The caller left.</param>
    /// <exception cref="TollamaException">
    /// InvalidRequest: no such format, no table, no such columns, or unusable values.
    /// </exception>
    public async Task<IngestedTable> ReadAsync(
        ReadOnlyMemory<byte> bytes, string fileName, IngestOptions options, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            return TableIngest.Read(bytes, fileName, options);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();
}
