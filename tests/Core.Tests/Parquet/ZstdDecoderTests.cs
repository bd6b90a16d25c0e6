using System.Globalization;
using System.Text;
using Tollama.Core.Errors;
using Tollama.Core.Parquet.Compression.Zstd;
using Tollama.Testing;

namespace Tollama.Core.Tests.Parquet;

/// <summary>
/// <c>files/lines-*.zst</c> are the lines of <see cref="Lines"/> as the zstd program compressed them, at the level of
/// their names.
/// </summary>
public sealed class ZstdDecoderTests
{
    private const string Letters = "abcdefgh";

    [Theory]
    [InlineData("lines-19.zst")]
    [InlineData("lines-1.zst")]
    public void Decodes_frames_of_many_blocks(string name)
    {
        byte[] expected = Lines();
        byte[] output = new byte[expected.Length];

        ZstdDecoder.Decode(Read(name), output);

        Assert.True(expected.AsSpan().SequenceEqual(output));
    }

    [Fact]
    public void Passes_over_frames_that_hold_no_data()
    {
        byte[] skippable = [0x51, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
        byte[] expected = Lines();
        byte[] output = new byte[expected.Length];

        ZstdDecoder.Decode([.. skippable, .. Read("lines-19.zst"), .. skippable], output);

        Assert.Equal(expected[^1], output[^1]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Refuses_a_frame_of_another_size_than_the_page(int difference)
    {
        byte[] output = new byte[Lines().Length + difference];

        Assert.Throws<TollamaException>(() => ZstdDecoder.Decode(Read("lines-19.zst"), output));
    }

    [Fact]
    public void Refuses_every_frame_that_is_cut()
    {
        byte[] frame = Read("lines-19.zst");
        byte[] output = new byte[Lines().Length];
        for (int length = 1; length < frame.Length; length += 1009)
        {
            byte[] cut = frame[..length];

            Assert.Throws<TollamaException>(() => ZstdDecoder.Decode(cut, output));
        }
    }

    private static byte[] Lines()
    {
        var text = new StringBuilder();
        for (long i = 0; i < 24_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i % 97},{i * i % 1013},{Letters[(int)(i % 7)..]}\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static byte[] Read(string name) =>
        File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "tests", "Core.Tests", "Parquet", "files", name));
}
