using Tollama.Core.Errors;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Routes;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Profiles;

/// <summary>
/// Applies the profile that a request names with <c>modelfile</c>, before anything else looks at the request.
/// </summary>
internal sealed class RequestProfiles(IGrainFactory grains)
{
    /// <summary>The request with its profile applied; the same when it names none.</summary>
    /// <exception cref="TollamaException">
    /// NotFound: there is no such profile; InvalidRequest: the name is malformed, or the file is no profile.
    /// </exception>
    /// <exception cref="ValidationException">Request and profile together break a rule.</exception>
    public async Task<ForecastBody> ApplyAsync(ForecastBody body)
    {
        if (body.Profile is not { } name)
        {
            return body;
        }

        var stored = await grains.GetGrain<IProfileGrain>(GrainKeys.Profiles).FindAsync(name) ?? throw NotFound(name);
        return ProfileApplication.Apply(body, name, stored.Profile);
    }

    /// <summary>The fault of a name that no profile has.</summary>
    public static TollamaException NotFound(string name) => new(
        ErrorCode.NotFound, $"There is no profile '{name}'; list what there is with GET /api/modelfiles.");
}
