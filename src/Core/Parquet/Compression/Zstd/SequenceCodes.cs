namespace Tollama.Core.Parquet.Compression.Zstd;

/// <summary>
/// What codes of lengths stand for, and how they are distributed where a block does not say (RFC 8878 §3.1.1.3).
/// </summary>
internal static class SequenceCodes
{
    private static ReadOnlySpan<int> LiteralBases =>
        [
            0,
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            9,
            10,
            11,
            12,
            13,
            14,
            15,
            16,
            18,
            20,
            22,
            24,
            28,
            32,
            40,
            48,
            64,
            128,
            256,
            512,
            1024,
            2048,
            4096,
            8192,
            16384,
            32768,
            65536,
        ];

    private static ReadOnlySpan<byte> LiteralBits =>
        [
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            1,
            1,
            1,
            1,
            2,
            2,
            3,
            3,
            4,
            6,
            7,
            8,
            9,
            10,
            11,
            12,
            13,
            14,
            15,
            16,
        ];

    private static ReadOnlySpan<int> MatchBases =>
    [
        35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539,
    ];

    private static ReadOnlySpan<byte> MatchBits =>
        [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    /// <summary>Lengths of literals.</summary>
    public static readonly SequenceKind Literals = new(
        9,
        FseTable.Of(
            [
                4,
                3,
                2,
                2,
                2,
                2,
                2,
                2,
                2,
                2,
                2,
                2,
                2,
                1,
                1,
                1,
                2,
                2,
                2,
                2,
                2,
                2,
                2,
                2,
                2,
                3,
                2,
                1,
                1,
                1,
                1,
                1,
                -1,
                -1,
                -1,
                -1,
            ],
            6),
        35);

    /// <summary>Offsets.</summary>
    public static readonly SequenceKind Offsets = new(
        8,
        FseTable.Of([1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1], 5),
        31);

    /// <summary>Lengths of matches.</summary>
    public static readonly SequenceKind Matches = new(
        9,
        FseTable.Of(
            [
                1,
                4,
                3,
                2,
                2,
                2,
                2,
                2,
                2,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                -1,
                -1,
                -1,
                -1,
                -1,
                -1,
                -1,
            ],
            6),
        52);

    /// <summary>A length of literals.</summary>
    public static int LiteralLength(int code, ref BackwardBits bits) =>
        LiteralBases[code] + (int)bits.Read(LiteralBits[code]);

    /// <summary>A length of a match.</summary>
    public static int MatchLength(int code, ref BackwardBits bits) =>
        code < 32 ? code + 3 : MatchBases[code - 32] + (int)bits.Read(MatchBits[code - 32]);
}
