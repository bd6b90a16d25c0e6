using Tollama.Core.Configuration;

namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /api/pull</c> (contract/http-api §12.4).</summary>
public sealed record PullBody
{
    /// <summary>Name or reference of the model.</summary>
    public required string Model { get; init; }

    /// <summary><c>stream</c>.</summary>
    public bool Stream { get; init; } = true;

    /// <summary><c>accept_license</c>.</summary>
    public bool AcceptLicence { get; init; }

    /// <summary>The settings that the request itself gives.</summary>
    public PullOverrides Settings { get; init; } = PullOverrides.None;
}
