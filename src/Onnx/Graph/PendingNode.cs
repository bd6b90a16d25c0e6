namespace Tollama.Onnx.Graph;

/// <summary>An operation while its values may still be renamed.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Operator">Operator.</param>
/// <param name="Domain">Operator set.</param>
/// <param name="Inputs">Values read; null where an optional one is absent.</param>
/// <param name="Outputs">Values made.</param>
/// <param name="Attributes">Attributes.</param>
internal sealed record PendingNode(
    string Name,
    string Operator,
    string Domain,
    IReadOnlyList<Value?> Inputs,
    IReadOnlyList<Value> Outputs,
    IReadOnlyList<NodeAttribute> Attributes)
{
    /// <summary>The finished operation.</summary>
    public NodeSpec ToSpec() => new()
    {
        Name = Name,
        Operator = Operator,
        Domain = Domain,
        Inputs = [.. Inputs.Select(value => value?.Name ?? string.Empty)],
        Outputs = [.. Outputs.Select(value => value.Name)],
        Attributes = [.. Attributes],
    };
}
