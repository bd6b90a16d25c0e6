using Tollama.Actors.Wire;

namespace Tollama.Actors.Activation;

/// <summary>
/// What the generated <c>GrainTypes</c> say: Orleans finds grains by itself, their messages travel in our encoding.
/// </summary>
public sealed class GrainTypeRegistry
{
    private readonly List<string> _contracts = [];
    private readonly List<Message> _messages = [];

    /// <summary>Fingerprint of all that two processes must agree on to understand each other.</summary>
    public string Contract => string.Concat(_contracts.Order(StringComparer.Ordinal));

    internal IReadOnlyList<Message> Messages => _messages;

    /// <summary>Adds an assembly's fingerprint.</summary>
    public void AddContract(string fingerprint) => _contracts.Add(fingerprint);

    /// <summary>Adds a type that grains send or receive.</summary>
    /// <typeparam name="T">The type: a record, or the interface of a list or dictionary.</typeparam>
    /// <param name="name">What the message is called on the wire.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="read">Reads it.</param>
    public void AddMessage<T>(string name, Action<WireWriter, T> write, Func<WireReader, T> read)
        where T : notnull =>
        _messages.Add(new Message(name, typeof(T), (writer, value) => write(writer, (T)value), reader => read(reader)));
}
