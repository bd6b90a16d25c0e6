using Tollama.Actors.Directory;
using Tollama.Actors.Membership;
using Tollama.Actors.Transport;
using Tollama.Actors.Wire;

namespace Tollama.Actors.Workers;

/// <summary>
/// How workers ask their parent's tables. A request is an operation and its arguments, in one order for both ends.
/// </summary>
internal static class TableMessages
{
    /// <summary>What is asked.</summary>
    internal enum Operation : byte
    {
        /// <summary>Join.</summary>
        Join = 1,

        /// <summary>Renew the lease and read the members.</summary>
        Renew = 2,

        /// <summary>Move on in life.</summary>
        SetStatus = 3,

        /// <summary>Declare dead.</summary>
        DeclareDead = 4,

        /// <summary>Enter an activation.</summary>
        Register = 5,

        /// <summary>Remove an activation.</summary>
        Unregister = 6,

        /// <summary>Find an activation.</summary>
        Lookup = 7,
    }

    /// <summary>Carries out a request over the tables and writes what it gave.</summary>
    /// <exception cref="InvalidDataException">Nobody of ours wrote this.</exception>
    public static async Task AnswerAsync(
        LocalTables tables,
        WireReader request,
        WireWriter reply,
        CancellationToken cancellationToken)
    {
        switch ((Operation)request.ReadByte())
        {
            case Operation.Join:
                var joining = new JoiningMember(
                    request.ReadString(), request.ReadString(), (SiloRole)request.ReadInt32(), request.ReadString());
                Messages.WriteSilo(reply, await tables.JoinAsync(joining, ReadSpan(request), cancellationToken));
                break;
            case Operation.Renew:
                WriteView(
                    reply,
                    await tables.RenewAsync(Messages.ReadSilo(request), ReadSpan(request), cancellationToken));
                break;
            case Operation.SetStatus:
                await tables.SetStatusAsync(
                    Messages.ReadSilo(request),
                    (SiloStatus)request.ReadInt32(),
                    cancellationToken);
                break;
            case Operation.DeclareDead:
                reply.WriteBoolean(await tables.DeclareDeadAsync(
                    Messages.ReadSilo(request), (DeathEvidence)request.ReadInt32(), cancellationToken));
                break;
            case Operation.Register:
                WriteAddress(reply, await tables.RegisterAsync(ReadAddress(request)!, cancellationToken));
                break;
            case Operation.Unregister:
                await tables.UnregisterAsync(ReadAddress(request)!, cancellationToken);
                break;
            case Operation.Lookup:
                WriteAddress(reply, await tables.LookupAsync(Messages.ReadGrain(request), cancellationToken));
                break;
            case var unknown:
                throw new InvalidDataException($"The tables have no operation {unknown}.");
        }
    }

    public static void WriteSpan(WireWriter writer, TimeSpan span) => writer.WriteInt64(span.Ticks);

    public static TimeSpan ReadSpan(WireReader reader) => new(reader.ReadInt64());

    public static void WriteAddress(WireWriter writer, GrainAddress? address)
    {
        writer.WriteBoolean(address is not null);
        if (address is not null)
        {
            Messages.WriteGrain(writer, address.GrainId);
            writer.WriteInt64(address.ActivationId);
            Messages.WriteSilo(writer, address.SiloAddress);
        }
    }

    public static GrainAddress? ReadAddress(WireReader reader) => reader.ReadBoolean()
        ? new GrainAddress(Messages.ReadGrain(reader), reader.ReadInt64(), Messages.ReadSilo(reader))
        : null;

    public static MembershipView? ReadView(WireReader reader)
    {
        if (!reader.ReadBoolean())
        {
            return null;
        }

        var now = ReadTime(reader);
        var members = new Member[reader.ReadInt32()];
        for (int i = 0; i < members.Length; i++)
        {
            members[i] = new Member
            {
                Address = Messages.ReadSilo(reader),
                Name = reader.ReadString(),
                Role = (SiloRole)reader.ReadInt32(),
                Status = (SiloStatus)reader.ReadInt32(),
                JoinedAt = ReadTime(reader),
                RenewedAt = ReadTime(reader),
                LeaseUntil = ReadTime(reader),
                Metadata = reader.ReadString(),
            };
        }

        return new MembershipView(now, members);
    }

    private static void WriteView(WireWriter writer, MembershipView? view)
    {
        writer.WriteBoolean(view is not null);
        if (view is null)
        {
            return;
        }

        WriteTime(writer, view.Now);
        writer.WriteInt32(view.Members.Count);
        foreach (var member in view.Members)
        {
            Messages.WriteSilo(writer, member.Address);
            writer.WriteString(member.Name);
            writer.WriteInt32((int)member.Role);
            writer.WriteInt32((int)member.Status);
            WriteTime(writer, member.JoinedAt);
            WriteTime(writer, member.RenewedAt);
            WriteTime(writer, member.LeaseUntil);
            writer.WriteString(member.Metadata);
        }
    }

    private static void WriteTime(WireWriter writer, DateTimeOffset time) => writer.WriteInt64(time.UtcTicks);

    private static DateTimeOffset ReadTime(WireReader reader) => new(reader.ReadInt64(), TimeSpan.Zero);
}
