using System.Text;

namespace Tollama.Core.Wire;

/// <summary>One field of an object.</summary>
/// <typeparam name="TDraft">What the object fills.</typeparam>
/// <param name="Name">Its key.</param>
/// <param name="Read">Reads its value.</param>
/// <param name="IsRequired">Whether the object must have it.</param>
internal sealed record RequestField<TDraft>(string Name, FieldReader<TDraft> Read, bool IsRequired = false)
{
    /// <summary>The key as it stands in a body.</summary>
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);
}
