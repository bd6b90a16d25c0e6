using Tollama.Core.Errors;

namespace Tollama.Actors.Abstractions;

/// <summary>
/// The silo that carried out a call is gone; whether the call was carried out is not known. Repeat it if that does no
/// harm: the grain will be activated elsewhere.
/// </summary>
public sealed class SiloUnavailableException : TollamaException
{
    /// <summary>Creates the fault.</summary>
    public SiloUnavailableException(string message, Exception? inner = null)
        : base(ErrorCode.Unavailable, message, inner)
    {
    }
}
