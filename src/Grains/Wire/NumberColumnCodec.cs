using Tollama.Actors.Wire;
using Tollama.Core.Forecasting;

namespace Tollama.Grains.Wire;

/// <summary>A column of numbers on the wire: its values as one block, then what was written as integers.</summary>
internal static class NumberColumnCodec
{
    public static void Write(WireWriter writer, NumberColumn column)
    {
        writer.WriteBlock(column.Span);
        writer.WriteBoolean(column.IsAllIntegers);
        writer.WriteBlock(column.IntegerMask);
    }

    public static NumberColumn Read(WireReader reader)
    {
        double[] values = reader.ReadBlock<double>();
        bool isAllIntegers = reader.ReadBoolean();
        ulong[] mask = reader.ReadBlock<ulong>();
        if (mask.Length == 0)
        {
            return new NumberColumn(values, isAllIntegers);
        }

        return mask.Length == (values.Length + 63) / 64
            ? new NumberColumn(values, mask)
            : throw new InvalidDataException($"{mask.Length} words of a mask do not fit {values.Length} numbers.");
    }
}
