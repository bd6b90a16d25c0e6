using System.Buffers.Binary;
using System.Text;

namespace Tollama.Silo.Tests.Hub;

/// <summary>Makes small files in the safetensors format.</summary>
internal static class Safetensors
{
    /// <summary>One tensor of about this many bytes, seeded.</summary>
    public static byte[] Create(int bytes, int seed)
    {
        byte[] header = Encoding.ASCII.GetBytes(
            $$$"""{"weight":{"dtype":"U8","shape":[{{{bytes}}}],"data_offsets":[0,{{{bytes}}}]}}""");
        byte[] file = new byte[sizeof(ulong) + header.Length + bytes];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)header.Length);
        header.CopyTo(file, sizeof(ulong));
        new Random(seed).NextBytes(file.AsSpan(sizeof(ulong) + header.Length));
        return file;
    }
}
