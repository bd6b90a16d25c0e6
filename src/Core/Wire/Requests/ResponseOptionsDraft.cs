namespace Tollama.Core.Wire.Requests;

/// <summary><c>response_options</c> while they are read.</summary>
internal sealed class ResponseOptionsDraft
{
    private static readonly ObjectSchema<ResponseOptionsDraft> Schema = new(
    [
        new("narrative", static (ref r, d) => d._narrative = r.ReadBoolean()),
        new("explain", static (ref r, d) => d._explain = r.ReadBoolean()),
    ]);

    private bool? _narrative;
    private bool? _explain;

    /// <summary>Reads the object at the cursor.</summary>
    public static ResponseOptions Read(ref BodyReader reader)
    {
        var draft = Schema.Read(ref reader);
        return new ResponseOptions(draft._narrative ?? false, draft._explain ?? false);
    }
}
