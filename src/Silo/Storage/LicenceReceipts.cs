using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tollama.Core.Catalog;

namespace Tollama.Silo.Storage;

/// <summary>
/// Receipts of accepted licences: who, when, which text. The install record alone says whether a licence is accepted,
/// as the original's does; a receipt proves it, and asks again when the text has changed since.
/// </summary>
internal sealed class LicenceReceipts
{
    private readonly string _folder;
    private readonly string _account;

    /// <summary>Keeps receipts in <paramref name="folder"/>, signed by <paramref name="account"/>.</summary>
    public LicenceReceipts(string folder, string account) => (_folder, _account) = (folder, account);

    /// <summary>Writes the receipt of an acceptance; licences that need none have none.</summary>
    public void Write(ModelName name, ModelLicence licence)
    {
        if (!licence.NeedsAcceptance || !licence.Accepted || licence.AcceptedAt is null)
        {
            return;
        }

        string text = TextOf(licence);
        var receipt = new LicenceReceipt(name.Value, licence.Type, Digest(text), text, licence.AcceptedAt, _account);
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(receipt, StoreJson.Default.LicenceReceipt);
        AtomicFile.Write(PathOf(name), PathOf(name) + ".tmp", content);
    }

    /// <summary>The receipt of a model; null when there is none, or it cannot be read.</summary>
    public LicenceReceipt? Find(ModelName name)
    {
        if (!File.Exists(PathOf(name)))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(name)), StoreJson.Default.LicenceReceipt);
        }
        catch (JsonException)
        {
            // A receipt that a disk lost proves nothing: it contradicts every text until the licence is accepted anew.
            return null;
        }
    }

    /// <summary>
    /// Whether a receipt is for another text than the licence has now, or cannot be read. No receipt is no
    /// contradiction.
    /// </summary>
    public bool Contradicts(ModelName name, ModelLicence licence) =>
        File.Exists(PathOf(name)) && Find(name)?.TextSha256 != Digest(TextOf(licence));

    /// <summary>Deletes the receipt of a model where there is one.</summary>
    public void Delete(ModelName name)
    {
        if (File.Exists(PathOf(name)))
        {
            File.Delete(PathOf(name));
        }
    }

    private static string TextOf(ModelLicence licence) => $"{licence.Type}\n{licence.Notice}";

    private static string Digest(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private string PathOf(ModelName name) => Path.Combine(_folder, name.Value + ".json");
}
