using Tollama.Core.Errors;

namespace Tollama.Core.Wire.Requests;

/// <summary>Readers of pins.</summary>
public static class PinBodies
{
    private static readonly string[] Modes = ["auto", "prefer", "pin"];

    private static readonly ObjectSchema<Draft> Schema = new(
    [
        new("model", static (ref r, d) => d.Model = r.ReadText(), IsRequired: true),
        new("mode", static (ref r, d) => d.Mode = r.ReadChoice(Modes)),
        new("devices", static (ref r, d) => d.Devices = r.ReadTexts()),
        new("avoid", static (ref r, d) => d.Avoid = r.ReadTexts()),
        new("keep", static (ref r, d) => d.Keep = r.ReadBoolean()),
    ]);

    /// <summary>Reads the body of <c>POST /v1/pins</c>.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static PinBody Read(ReadOnlyMemory<byte> body)
    {
        var draft = BodyReader.Read(body, Schema);
        return new PinBody(draft.Model!, draft.Mode, draft.Devices, draft.Avoid, draft.Keep ?? true); // required
    }

    private sealed class Draft
    {
        public string? Model { get; set; }

        public string? Mode { get; set; }

        public IReadOnlyList<string> Devices { get; set; } = [];

        public IReadOnlyList<string> Avoid { get; set; } = [];

        public bool? Keep { get; set; }
    }
}
