using Tollama.Core.Analysis;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /api/analyze</c> (contract/http-api §13).</summary>
/// <param name="Series">The series, ids unique.</param>
/// <param name="Parameters">How to analyse them.</param>
/// <param name="ResponseOptions"><c>response_options</c>.</param>
public sealed record AnalyzeBody(
    IReadOnlyList<SeriesInput> Series, AnalyzeParameters Parameters, ResponseOptions ResponseOptions);
