namespace Tollama.Client.Errors;

/// <summary>Why a call failed, as every client program reports it (contract/agents §1).</summary>
public enum ErrorCategory
{
    /// <summary>The request is wrong: refused here, or answered 400.</summary>
    InvalidRequest,

    /// <summary>Nobody answers at the address.</summary>
    DaemonUnreachable,

    /// <summary>The model is not installed, or what was named does not exist.</summary>
    ModelMissing,

    /// <summary>The key is missing or wrong, or the operation is not allowed now.</summary>
    PermissionDenied,

    /// <summary>The licence of the model has to be accepted first.</summary>
    LicenseRequired,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>Anything else.</summary>
    InternalError,
}
