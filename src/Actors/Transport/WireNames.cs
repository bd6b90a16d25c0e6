namespace Tollama.Actors.Transport;

/// <summary>Paths and headers between members.</summary>
internal static class WireNames
{
    public const string MessagePath = "/cluster/message";

    public const string StreamPath = "/cluster/stream";

    public const string SecretHeader = "x-tollama-cluster";

    public const string ContractHeader = "x-tollama-contract";

    public const string DeadlineHeader = "x-tollama-deadline-ms";
}
