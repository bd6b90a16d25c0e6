using Tollama.Core.Errors;

namespace Tollama.Actors.Wire;

/// <summary>A fault on its way to the caller: what it can act on, nothing of our insides.</summary>
internal static class FaultMessage
{
    public static Message Instance { get; } = new("fault", typeof(TollamaException), Write, Read);

    private static void Write(WireWriter writer, object value)
    {
        var fault = (TollamaException)value;
        writer.WriteInt32((int)fault.Code);
        writer.WriteString(fault.Message);
        writer.WriteInt64(fault.RetryAfter?.Ticks ?? -1);
    }

    private static TollamaException Read(WireReader reader)
    {
        var code = (ErrorCode)reader.ReadInt32();
        string message = reader.ReadString();
        long retry = reader.ReadInt64();
        return new TollamaException(Enum.IsDefined(code) ? code : ErrorCode.Internal, message)
        {
            RetryAfter = retry < 0 ? null : TimeSpan.FromTicks(retry),
        };
    }
}
