using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;
using Tollama.Actors.Activation;

namespace Tollama.Actors.Wire;

/// <summary>
/// Brings our messages through Orleans in the encoding of our own runtime: their name, then their bytes. Messages never
/// change once they are made, so a call within a process passes them on uncopied.
/// </summary>
internal sealed class MessageCodec : IGeneralizedCodec, IGeneralizedCopier, ITypeFilter
{
    /// <summary>What Orleans calls this encoding on the wire.</summary>
    public const string Alias = "tollama";

    private readonly FrozenDictionary<string, Message> _byName;
    private readonly FrozenDictionary<Type, Message> _byType;
    private readonly Message[] _interfaces;
    private readonly ConcurrentDictionary<Type, Message?> _found = new();

    public MessageCodec(GrainTypeRegistry types)
    {
        Message[] all = [FaultMessage.Instance, .. types.Messages];
        _byName = all.ToFrozenDictionary(message => message.Name, StringComparer.Ordinal);
        _byType = all.ToFrozenDictionary(message => message.Type);
        _interfaces = [.. all.Where(message => message.Type.IsInterface)];
    }

    bool IGeneralizedCodec.IsSupportedType(Type type) => type == typeof(MessageCodec) || Find(type) is not null;

    bool IGeneralizedCopier.IsSupportedType(Type type) => Find(type) is not null;

    bool? ITypeFilter.IsTypeAllowed(Type type) => type == typeof(MessageCodec) || Find(type) is not null ? true : null;

    object? IDeepCopier.DeepCopy(object? input, CopyContext context) => input;

    void IFieldCodec.WriteField<TBufferWriter>(
        ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, object? value)
    {
        if (value is null)
        {
            ReferenceCodec.WriteNullReference(ref writer, fieldIdDelta);
            return;
        }

        var message =
            Find(value.GetType()) ?? throw new InvalidOperationException($"{value.GetType()} is no message of ours.");
        using var body = new WireWriter();
        body.WriteString(message.Name);
        message.Write(body, value);
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(MessageCodec), WireType.LengthPrefixed);
        writer.WriteVarUInt32((uint)body.Written.Length);
        writer.Write(body.Written.Span);
    }

    object? IFieldCodec.ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.IsReference)
        {
            return ReferenceCodec.ReadReference(ref reader, field.FieldType);
        }

        field.EnsureWireType(WireType.LengthPrefixed);
        ReferenceCodec.MarkValueField(reader.Session);
        int length = checked((int)reader.ReadVarUInt32());
        byte[] rented = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
        try
        {
            reader.ReadBytes(rented.AsSpan(0, length));
            var body = new WireReader(rented.AsMemory(0, length));
            string name = body.ReadString();
            return _byName.TryGetValue(name, out var message)
                ? message.Read(body)
                : throw new InvalidDataException(
                    $"No message is called '{name}'; the member that sent it is of another build.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The message of a type: its own, a fault's, or that of a list which it implements.</summary>
    private Message? Find(Type type) => _found.GetOrAdd(type, static (type, codec) =>
        codec._byType.TryGetValue(type, out var exact) ? exact
        : FaultMessage.Instance.Type.IsAssignableFrom(type) ? FaultMessage.Instance
        : Array.Find(codec._interfaces, message => message.Type.IsAssignableFrom(type)),
        this);
}
