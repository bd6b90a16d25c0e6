using System.Buffers.Binary;
using TextEncoding = System.Text.Encoding;
using Tollama.Onnx.Safetensors;

namespace Tollama.Onnx.Tests.Safetensors;

/// <summary>Files with any header whatever, in a folder that goes away.</summary>
internal sealed class RawFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-safetensors-").FullName;

    public string Path => System.IO.Path.Combine(_folder, "model.safetensors");

    public string Folder => _folder;

    public static byte[] Bytes(string header, int dataLength)
    {
        byte[] json = TextEncoding.UTF8.GetBytes(header);
        byte[] file = new byte[8 + json.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file, 8);
        for (int i = 0; i < dataLength; i++)
        {
            file[8 + json.Length + i] = (byte)i;
        }

        return file;
    }

    public SafetensorsFile Open(string header, int dataLength) => Open(Bytes(header, dataLength));

    public SafetensorsFile Open(byte[] bytes)
    {
        File.WriteAllBytes(Path, bytes);
        return SafetensorsFile.Open(Path);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
