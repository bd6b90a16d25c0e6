using Tollama.Core.Catalog;
using Tollama.Core.Errors;

namespace Tollama.Core.Wire.Requests;

/// <summary>Readers of profiles (storage-and-config §7).</summary>
public static class ProfileBodies
{
    private static readonly ObjectSchema<CreateDraft> CreateSchema = new(
    [
        new("name", static (ref r, d) => d.Name = r.ReadText(), IsRequired: true),
        new("profile", static (ref r, d) => d.Profile = r.TryReadNull() ? null : ProfileDraft.Schema.Read(ref r)),
        new("content", static (ref r, d) => d.Content = r.ReadNullableText(minimumLength: 0)),
    ]);

    /// <summary>Reads the body of <c>POST /api/modelfiles</c>.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    /// <exception cref="TollamaException">InvalidRequest: profile and text, or neither.</exception>
    public static ProfileBody ReadCreate(ReadOnlyMemory<byte> body)
    {
        var draft = BodyReader.Read(body, CreateSchema);
        if ((draft.Profile is null) == (draft.Content is null))
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                "A profile is either 'profile', an object, or 'content', a YAML text; give exactly one.");
        }

        return new ProfileBody(draft.Name!, draft.Profile?.Build(), draft.Content); // name is required
    }

    /// <summary>Reads a profile alone.</summary>
    /// <exception cref="ValidationException">It is not JSON or breaks the schema.</exception>
    public static ForecastProfile ReadProfile(ReadOnlyMemory<byte> json) =>
        BodyReader.Read(json, ProfileDraft.Schema).Build();

    private sealed class CreateDraft
    {
        public string? Name { get; set; }

        public ProfileDraft? Profile { get; set; }

        public string? Content { get; set; }
    }
}
