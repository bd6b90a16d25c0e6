namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /v1/models/pull</c> (contract/http-api §12.5).</summary>
/// <param name="Name">Registry name.</param>
/// <param name="AcceptLicence">Whether the caller accepts the licence.</param>
public sealed record RegisterBody(string Name, bool AcceptLicence);
