using System.Runtime.InteropServices;

namespace Tollama.Onnx.Runtime;

/// <summary>
/// An object of the engine with its release function. The runtime counts the calls that use it, so that disposing it
/// during a call releases it when that call ends.
/// </summary>
internal sealed unsafe class NativeHandle : SafeHandle
{
    private readonly delegate* unmanaged<nint, void> _release;
    private readonly SafeHandle[] _parents;

    /// <summary>Takes over an object.</summary>
    /// <param name="value">The object.</param>
    /// <param name="release">Releases it.</param>
    /// <param name="parents">Objects that must be released after this one.</param>
    public NativeHandle(nint value, delegate* unmanaged<nint, void> release, params ReadOnlySpan<SafeHandle> parents)
        : base(0, ownsHandle: true)
    {
        _release = release;
        SetHandle(value);
        _parents = parents.ToArray();
        foreach (var parent in _parents)
        {
            bool isAdded = false;
            parent.DangerousAddRef(ref isAdded);
        }
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The pointer, for use between <see cref="Use"/> and the disposal of what it returned.</summary>
    public nint Value => handle;

    /// <summary>Keeps the object alive until the result is disposed.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed before.</exception>
    public Lease Use() => new(this);

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        _release(handle);
        foreach (var parent in _parents)
        {
            parent.DangerousRelease();
        }

        return true;
    }

    /// <summary>One call's hold on the object.</summary>
    public readonly struct Lease : IDisposable
    {
        private readonly NativeHandle _owner;

        public Lease(NativeHandle owner)
        {
            bool isAdded = false;
            owner.DangerousAddRef(ref isAdded);
            _owner = owner;
        }

        public void Dispose() => _owner.DangerousRelease();
    }
}
