using Tollama.Core.Errors;

namespace Tollama.Core.Wire.Requests;

/// <summary>Reads <c>ingest</c> alone, where it does not come inside a forecast request.</summary>
public static class IngestBodies
{
    /// <summary>Reads the options.</summary>
    /// <param name="json">The object <c>ingest</c>.</param>
    /// <exception cref="ValidationException">It is not JSON or breaks the schema.</exception>
    public static IngestOptions Read(ReadOnlyMemory<byte> json) => BodyReader.Read(json, IngestDraft.Schema).Build();
}
