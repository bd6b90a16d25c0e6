using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tollama.Actors.Activation;
using Tollama.Actors.Calls;
using Tollama.Actors.Directory;
using Tollama.Actors.Membership;
using Tollama.Actors.Placement;
using Tollama.Actors.Transport;
using Tollama.Actors.Workers;

namespace Tollama.Actors.Hosting;

/// <summary>One member's parts over some table, directory and transport, wired together.</summary>
internal sealed class ClusterParts
{
    /// <summary>Wires the parts.</summary>
    /// <param name="services">The grain runtime's own: catalog, types, runtime, time.</param>
    /// <param name="table">Who is in the cluster.</param>
    /// <param name="directory">Where grains are.</param>
    /// <param name="transport">How messages travel.</param>
    /// <param name="self">This member.</param>
    /// <param name="options">Times.</param>
    public ClusterParts(
        IServiceProvider services,
        IMembershipTable table,
        IGrainDirectory directory,
        IMessageTransport transport,
        JoiningMember self,
        MembershipOptions options)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var types = services.GetRequiredService<GrainTypeRegistry>();
        var runtime = services.GetRequiredService<GrainRuntime>();
        var peers = new PeerClient(transport, options, time);
        Table = table;
        Catalog = services.GetRequiredService<ActivationCatalog>();
        Members = new MembershipAgent(
            table, peers, self, options, time, services.GetRequiredService<ILogger<MembershipAgent>>());
        Router = new GrainRouter(Members, directory, peers, types, services.GetServices<IPlacementDirector>());
        Receiver = new SiloReceiver(Members, Catalog, types, transport, table as LocalTables, MaxIncomingCalls);
        Transport = new RelayingTransport(
            transport, Members, peers, options, time, services.GetRequiredService<ILogger<RelayingTransport>>());
        Watch = new PeerWatch(Members, transport);
        Catalog.Self = () => Members.Self ?? throw new InvalidOperationException("The silo has not joined yet.");
        Catalog.Moved = (grain, owner) =>
        {
            Router.Cache.Remove(grain);
            if (owner is not null)
            {
                Router.Cache.Put(grain, owner);
            }
        };
        runtime.Remote = new RemoteCaller(
            Members,
            Router,
            Transport,
            Catalog,
            new SiloFate(Members, new PeerClient(Transport, options, time), options, time),
            options,
            time);
    }

    /// <summary>Calls of other members that are carried out at the same time.</summary>
    public static int MaxIncomingCalls => 4096;

    public IMembershipTable Table { get; }

    public IMessageTransport Transport { get; }

    public ActivationCatalog Catalog { get; }

    public MembershipAgent Members { get; }

    public GrainRouter Router { get; }

    public SiloReceiver Receiver { get; }

    public PeerWatch Watch { get; }
}
