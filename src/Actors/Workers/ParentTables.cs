using Tollama.Actors.Abstractions;
using Tollama.Actors.Directory;
using Tollama.Actors.Membership;
using Tollama.Actors.Transport;
using Tollama.Actors.Wire;

namespace Tollama.Actors.Workers;

/// <summary>The tables of a worker: its parent keeps them.</summary>
internal sealed class ParentTables(
    string parent,
    IMessageTransport transport,
    MembershipOptions options,
    TimeProvider time) : IMembershipTable, IGrainDirectory
{
    private readonly SiloAddress _parent = new(parent, 0); // whichever incarnation: a worker ends with its parent

    public Task<SiloAddress> JoinAsync(JoiningMember member, TimeSpan lease, CancellationToken cancellationToken) =>
        AskAsync(
            TableMessages.Operation.Join,
            writer =>
            {
                writer.WriteString(member.Name);
                writer.WriteString(member.Endpoint);
                writer.WriteInt32((int)member.Role);
                writer.WriteString(member.Metadata);
                TableMessages.WriteSpan(writer, lease);
            },
            Messages.ReadSilo,
            cancellationToken);

    public Task<MembershipView?> RenewAsync(SiloAddress self, TimeSpan lease, CancellationToken cancellationToken) =>
        AskAsync(
            TableMessages.Operation.Renew,
            writer =>
            {
                Messages.WriteSilo(writer, self);
                TableMessages.WriteSpan(writer, lease);
            },
            TableMessages.ReadView,
            cancellationToken);

    public Task SetStatusAsync(SiloAddress address, SiloStatus status, CancellationToken cancellationToken) => AskAsync(
        TableMessages.Operation.SetStatus,
        writer =>
        {
            Messages.WriteSilo(writer, address);
            writer.WriteInt32((int)status);
        },
        static _ => true,
        cancellationToken);

    public Task<bool> DeclareDeadAsync(
        SiloAddress address,
        DeathEvidence evidence,
        CancellationToken cancellationToken) =>
        AskAsync(
            TableMessages.Operation.DeclareDead,
            writer =>
            {
                Messages.WriteSilo(writer, address);
                writer.WriteInt32((int)evidence);
            },
            static reader => reader.ReadBoolean(),
            cancellationToken);

    /// <summary>Changes are seen with the next renewal; nothing is told in between.</summary>
    public Task WatchAsync(Action onChange, Action<GrainId> onMoved, CancellationToken cancellationToken) =>
        Task.Delay(Timeout.Infinite, cancellationToken);

    public Task<GrainAddress?> RegisterAsync(GrainAddress address, CancellationToken cancellationToken) => AskAsync(
        TableMessages.Operation.Register,
        writer => TableMessages.WriteAddress(writer, address),
        TableMessages.ReadAddress,
        cancellationToken);

    public Task UnregisterAsync(GrainAddress address, CancellationToken cancellationToken) => AskAsync(
        TableMessages.Operation.Unregister,
        writer => TableMessages.WriteAddress(writer, address),
        static _ => true,
        cancellationToken);

    public Task<GrainAddress?> LookupAsync(GrainId grainId, CancellationToken cancellationToken) => AskAsync(
        TableMessages.Operation.Lookup,
        writer => Messages.WriteGrain(writer, grainId),
        TableMessages.ReadAddress,
        cancellationToken);

    private async Task<T> AskAsync<T>(
        TableMessages.Operation operation,
        Action<WireWriter> write,
        Func<WireReader, T> read,
        CancellationToken cancellationToken)
    {
        using var message = new WireWriter();
        Messages.WriteHeader(message, MessageKind.Table, _parent);
        message.WriteByte((byte)operation);
        write(message);
        using var limit = new CancellationTokenSource(options.RequestTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var reply = await transport.ExchangeAsync(_parent, message.Written, both.Token);
            var reader = new WireReader(reply.Body);
            return (ReplyKind)reader.ReadByte() == ReplyKind.Answer
                ? read(reader)
                : throw new TableUnavailableException("The parent process keeps no tables.");
        }
        catch (PeerException fault)
        {
            throw new TableUnavailableException($"The parent process did not answer: {fault.Message}", fault);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TableUnavailableException("The parent process did not answer in time.", late);
        }
    }
}
