namespace Tollama.Silo.Storage;

/// <summary>Proof that a licence was accepted: <c>licenses/&lt;model&gt;.json</c>.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Licence">Identifier of the licence.</param>
/// <param name="TextSha256">Digest of the text that was accepted.</param>
/// <param name="Text">The text that was accepted.</param>
/// <param name="AcceptedAt">ISO UTC time.</param>
/// <param name="AcceptedBy">Account and machine of the daemon that took the acceptance.</param>
internal sealed record LicenceReceipt(
    string Model, string Licence, string TextSha256, string Text, string AcceptedAt, string AcceptedBy);
