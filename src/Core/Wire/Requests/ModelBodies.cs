using Tollama.Core.Configuration;
using Tollama.Core.Errors;

namespace Tollama.Core.Wire.Requests;

/// <summary>Readers of the bodies that manage models (contract/http-api §12.3–§12.6).</summary>
public static class ModelBodies
{
    private static readonly ObjectSchema<ModelDraft> NameSchema = new(
    [
        new("model", static (ref r, d) => d.Model = r.ReadText(), IsRequired: true),
    ]);

    private static readonly ObjectSchema<ModelDraft> RegisterSchema = new(
    [
        new("name", static (ref r, d) => d.Model = r.ReadText(), IsRequired: true),
        new("accept_license", static (ref r, d) => d.AcceptLicence = r.ReadBoolean(), IsRequired: true),
    ]);

    private static readonly ObjectSchema<ModelDraft> PullSchema = new(
        [
            new("model", static (ref r, d) => d.Model = r.ReadText(), IsRequired: true),
            new("stream", static (ref r, d) => d.Stream = r.ReadBoolean()),
            new("accept_license", static (ref r, d) => d.AcceptLicence = r.ReadBoolean()),
            new("insecure", static (ref r, d) => d.Set(d.Settings with { Insecure = r.ReadNullableBoolean() })),
            new("offline", static (ref r, d) => d.Set(d.Settings with { Offline = r.ReadNullableBoolean() })),
            new("local_files_only", static (ref r, d) =>
                d.Set(d.Settings with { LocalFilesOnly = r.ReadNullableBoolean() })),
            new("http_proxy", static (ref r, d) => d.Set(d.Settings with { HttpProxy = ReadClearable(ref r) })),
            new("https_proxy", static (ref r, d) => d.Set(d.Settings with { HttpsProxy = ReadClearable(ref r) })),
            new("no_proxy", static (ref r, d) => d.Set(d.Settings with { NoProxy = ReadClearable(ref r) })),
            new("hf_home", static (ref r, d) => d.Set(d.Settings with { HfHome = ReadClearable(ref r) })),
            new("max_workers", static (ref r, d) =>
                d.Set(d.Settings with { MaxWorkers = r.ReadNullableInteger(Bounds.Positive) })),
            new("token", static (ref r, d) => d.Set(d.Settings with { Token = ReadClearable(ref r) })),
        ],
        ignoresUnknown: true);

    /// <summary>Reads the body of <c>POST /api/show</c> and <c>DELETE /api/delete</c>: the model's name.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static string ReadName(ReadOnlyMemory<byte> body) =>
        BodyReader.Read(body, NameSchema).Model!; // required

    /// <summary>Reads the body of <c>POST /v1/models/pull</c>.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static RegisterBody ReadRegister(ReadOnlyMemory<byte> body)
    {
        var draft = BodyReader.Read(body, RegisterSchema);
        return new RegisterBody(draft.Model!, draft.AcceptLicence!.Value); // both required
    }

    /// <summary>Reads the body of <c>POST /api/pull</c>; unknown fields are passed over.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static PullBody ReadPull(ReadOnlyMemory<byte> body)
    {
        var draft = BodyReader.Read(body, PullSchema);
        return new PullBody
        {
            Model = draft.Model!, // required
            Stream = draft.Stream ?? true,
            AcceptLicence = draft.AcceptLicence ?? false,
            Settings = draft.Settings,
        };
    }

    /// <summary>A text where null and blank both say "none, whatever other sources say".</summary>
    private static string? ReadClearable(ref BodyReader reader) =>
        (reader.ReadNullableText() ?? string.Empty).Trim();

    private sealed class ModelDraft
    {
        public string? Model { get; set; }

        public bool? Stream { get; set; }

        public bool? AcceptLicence { get; set; }

        public PullOverrides Settings { get; private set; } = PullOverrides.None;

        public void Set(PullOverrides settings) => Settings = settings;
    }
}
