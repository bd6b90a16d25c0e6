using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /api/what-if</c> (contract/http-api §16).</summary>
public sealed record WhatIfBody
{
    /// <summary>The baseline request.</summary>
    public required ForecastRequest Request { get; init; }

    /// <summary>At least one scenario, names unique.</summary>
    public required IReadOnlyList<Scenario> Scenarios { get; init; }

    /// <summary>Whether a failing scenario becomes an entry of the answer instead of failing it.</summary>
    public bool ContinueOnError { get; init; } = true;

    /// <summary><c>keep_alive</c>, not yet parsed.</summary>
    public KeepAlive KeepAlive { get; init; }

    /// <summary><c>response_options</c>.</summary>
    public ResponseOptions ResponseOptions { get; init; } = ResponseOptions.Default;
}
