namespace Tollama.Gateway.Agents;

/// <summary>A fault of the protocol, answered as a JSON-RPC error (agents §7).</summary>
/// <param name="code">Its code.</param>
/// <param name="message">One sentence.</param>
internal sealed class RpcException(int code, string message) : Exception(message)
{
    /// <summary>The request is no JSON-RPC 2.0 call.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>There is no such method.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>The parameters do not fit the method.</summary>
    public const int InvalidParams = -32602;

    /// <summary>A fault of the server.</summary>
    public const int Internal = -32603;

    /// <summary>The caller has no such task.</summary>
    public const int TaskNotFound = -32001;

    /// <summary>The task has already ended.</summary>
    public const int TaskNotCancelable = -32002;

    /// <summary>The code.</summary>
    public int Code { get; } = code;
}
