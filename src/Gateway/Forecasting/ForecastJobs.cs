using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Ingest;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Ingest;
using Tollama.Gateway.Profiles;

namespace Tollama.Gateway.Forecasting;

/// <summary>Makes jobs of request bodies: profiles applied, tables fetched (contract/http-api §1.4, step 2).</summary>
internal sealed class ForecastJobs(RequestProfiles profiles, TableSource tables)
{
    /// <summary>The job of a body that brings its series or says where they are.</summary>
    /// <exception cref="TollamaException">
    /// NotFound: no such profile; InvalidRequest: the table cannot be used.
    /// </exception>
    public async Task<ForecastJob> CreateAsync(ForecastBody body, Caller caller, CancellationToken cancellationToken)
    {
        body = await profiles.ApplyAsync(body);
        return body.DataUrl is { } address
            ? FromTable(
                body,
                await tables.ReadAsync(address, body.Ingest ?? new IngestOptions(), cancellationToken),
                caller)
            : Job(body, caller);
    }

    /// <summary>The job of a body whose series come from a table.</summary>
    /// <exception cref="TollamaException">
    /// NotFound: no such profile; InvalidRequest: series and request do not fit.
    /// </exception>
    public async Task<ForecastJob> CreateAsync(ForecastBody body, IngestedTable table, Caller caller) =>
        FromTable(await profiles.ApplyAsync(body), table, caller);

    private static ForecastJob FromTable(ForecastBody body, IngestedTable table, Caller caller)
    {
        var request = body.Request with { Series = table.Series };
        string? problem = ForecastRules.FindProblem(
            request.Series, request.Horizon, request.Quantiles.Count, request.Parameters.Metrics);
        return problem is null
            ? Job(body with { Request = request }, caller) with { Table = table }
            : throw new TollamaException(ErrorCode.InvalidRequest, $"The table does not fit the request: {problem}.");
    }

    private static ForecastJob Job(ForecastBody body, Caller caller) => new(body.Request, caller)
    {
        KeepAlive = body.KeepAlive,
        WithNarrative = body.ResponseOptions.Narrative,
    };
}
