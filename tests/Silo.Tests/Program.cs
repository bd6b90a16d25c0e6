using Tollama.Core.Catalog;
using Tollama.Silo.Tests.Storage;

namespace Tollama.Silo.Tests;

/// <summary>The test assembly as a program: pulls one model, so that a test has a process to kill.</summary>
internal static class Program
{
    /// <summary>Arguments: state folder, hub, model.</summary>
    public static async Task<int> Main(string[] arguments)
    {
        using var bench = new StoreBench(new Uri(arguments[1]), home: new TemporaryFolder(arguments[0]));
        var events = await bench.PullAsync(new PullRequest { Model = arguments[2] });
        return events[^1].Status == "success" ? 0 : 1;
    }
}
