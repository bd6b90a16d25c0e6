namespace Tollama.Gateway.Ingest;

/// <summary>A file of a multipart form.</summary>
/// <param name="Name">Name that the client gave it; may be empty. It is never used as a path.</param>
/// <param name="Bytes">What it holds.</param>
internal sealed record UploadedFile(string Name, ReadOnlyMemory<byte> Bytes);
