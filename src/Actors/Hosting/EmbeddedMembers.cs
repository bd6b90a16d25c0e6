using Tollama.Actors.Membership;

namespace Tollama.Actors.Hosting;

/// <summary>An embedded silo is alone.</summary>
internal sealed class EmbeddedMembers(ActorsOptions options) : IMembers
{
    public string Self => options.SiloName;

    public MembershipView View => MembershipView.Empty;

    public Task BeginDrainAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void ReportEnded(string endpoint)
    {
        // It has no workers.
    }

    public void EndActivations()
    {
        // Nobody could take its grains over: they stay until the process stops.
    }
}
