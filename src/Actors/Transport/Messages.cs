using Tollama.Actors.Abstractions;
using Tollama.Actors.Calls;
using Tollama.Actors.Wire;
using Tollama.Core.Errors;

namespace Tollama.Actors.Transport;

/// <summary>
/// How messages and replies are laid out: a kind, the incarnation that is meant, then what the kind needs.
/// </summary>
internal static class Messages
{
    public static void WriteCall(
        WireWriter writer,
        SiloAddress receiver,
        GrainId grain,
        GrainMethod method,
        Action<WireWriter> writeArguments,
        bool isStream)
    {
        WriteHeader(writer, isStream ? MessageKind.Stream : MessageKind.Call, receiver);
        WriteGrain(writer, grain);
        writer.WriteString(method.Interface);
        writer.WriteInt32(method.Id);
        writeArguments(writer);
    }

    public static void WriteHeader(WireWriter writer, MessageKind kind, SiloAddress receiver)
    {
        writer.WriteByte((byte)kind);
        writer.WriteInt64(receiver.Generation);
    }

    /// <summary>A message in a message: the relay hands on what follows as it is.</summary>
    public static void WriteRelay(
        WireWriter writer, SiloAddress relay, SiloAddress receiver, ReadOnlyMemory<byte> message)
    {
        WriteHeader(writer, MessageKind.Relay, relay);
        WriteSilo(writer, receiver);
        writer.WriteRaw(message.Span);
    }

    public static void WriteGrain(WireWriter writer, GrainId grain)
    {
        writer.WriteString(grain.Type);
        writer.WriteString(grain.Key);
    }

    public static GrainId ReadGrain(WireReader reader) => new(reader.ReadString(), reader.ReadString());

    public static void WriteSilo(WireWriter writer, SiloAddress silo)
    {
        writer.WriteString(silo.Endpoint);
        writer.WriteInt64(silo.Generation);
    }

    public static SiloAddress ReadSilo(WireReader reader) => new(reader.ReadString(), reader.ReadInt64());

    /// <summary>A fault on its way to the caller: what it can act on, nothing of our insides.</summary>
    public static void WriteFault(WireWriter writer, Exception fault)
    {
        writer.WriteByte((byte)ReplyKind.Fault);
        var typed = fault as TollamaException;
        writer.WriteInt32((int)(typed?.Code ?? ErrorCode.Internal));
        writer.WriteString(
            typed?.Message ?? $"A grain failed: {fault.GetType().Name}; its silo's log has the details.");
        writer.WriteInt64(typed?.RetryAfter?.Ticks ?? -1);
    }

    public static TollamaException ReadFault(WireReader reader)
    {
        int code = reader.ReadInt32();
        string message = reader.ReadString();
        long retry = reader.ReadInt64();
        return new TollamaException(Enum.IsDefined((ErrorCode)code) ? (ErrorCode)code : ErrorCode.Internal, message)
        {
            RetryAfter = retry < 0 ? null : TimeSpan.FromTicks(retry),
        };
    }
}
