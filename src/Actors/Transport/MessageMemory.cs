using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Tollama.Actors.Transport;

/// <summary>
/// The listener's buffers: bigger than the server's own 4 KB, so that a long message takes one system call where it
/// would take many.
/// </summary>
internal sealed class MessageMemory : IMemoryPoolFactory<byte>
{
    private const int BlockBytes = 64 << 10;
    private const int MostKept = 128;

    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        private readonly ConcurrentBag<Block> _kept = [];

        public override int MaxBufferSize => BlockBytes;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
            return _kept.TryTake(out var block) ? block.Lend() : new Block(this).Lend();
        }

        protected override void Dispose(bool disposing) => _kept.Clear();

        private void Keep(Block block)
        {
            if (_kept.Count < MostKept)
            {
                _kept.Add(block);
            }
        }

        /// <summary>Pinned, so that the kernel writes into it where it lies.</summary>
        private sealed class Block(Pool pool) : IMemoryOwner<byte>
        {
            private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);
            private int _isLent;

            public Memory<byte> Memory => _bytes;

            public Block Lend()
            {
                _isLent = 1;
                return this;
            }

            public void Dispose()
            {
                if (Interlocked.Exchange(ref _isLent, 0) == 1)
                {
                    pool.Keep(this);
                }
            }
        }
    }
}
