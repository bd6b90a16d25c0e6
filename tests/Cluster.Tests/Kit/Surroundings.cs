using Tollama.Testing;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>Where the processes of a cluster run: all on loopback, unless a test has other surroundings.</summary>
internal class Surroundings
{
    /// <summary>The folder of the members' files.</summary>
    public virtual DirectoryInfo MakeHome() => Directory.CreateTempSubdirectory("tollama-cluster-");

    /// <summary>Where others reach a member.</summary>
    public virtual string AddressOf(string member) => "127.0.0.1";

    /// <summary>A member's start, as its surroundings want it.</summary>
    public virtual TollamaStart Place(string member, TollamaStart start) => start;

    /// <summary>A client of a gateway.</summary>
    public virtual HttpClient NewClient(string gateway, Uri address) => new() { BaseAddress = address };
}
