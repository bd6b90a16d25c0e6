namespace Tollama.Core.Wire.Requests;

/// <summary><c>response_options</c>: what the answer should say besides numbers.</summary>
/// <param name="Narrative">Add a narrative block.</param>
/// <param name="Explain">Add an explanation.</param>
public sealed record ResponseOptions(bool Narrative, bool Explain)
{
    /// <summary>Nothing more.</summary>
    public static readonly ResponseOptions Default = new(Narrative: false, Explain: false);
}
