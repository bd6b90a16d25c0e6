using Tollama.Core.Errors;

namespace Tollama.Silo.Hub;

/// <summary>The hub did not give what was asked for.</summary>
internal sealed class HubException : TollamaException
{
    /// <summary>Creates the fault.</summary>
    public HubException(HubFault fault, string message, Exception? inner = null)
        : base(ErrorCode.UpstreamFailed, message, inner) => Fault = fault;

    /// <summary>Why.</summary>
    public HubFault Fault { get; }

    /// <summary>Whether the same call may succeed a little later.</summary>
    public bool IsTransient => Fault is HubFault.Busy or HubFault.Connection;

    /// <summary>Whether the repository or its revision does not exist.</summary>
    public bool IsAbsence => Fault is HubFault.RepositoryNotFound or HubFault.RevisionNotFound;
}
