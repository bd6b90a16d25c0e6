using Tollama.Cli.Data;

namespace Tollama.Cli.Commands.Quickstart;

/// <summary>How a model did on the steps that were held out.</summary>
/// <param name="Entry">The model.</param>
/// <param name="Forecast">Its forecast.</param>
/// <param name="Mase">Mean absolute error in units of the seasonal naive method's on the history.</param>
/// <param name="Smape">Symmetric mean absolute percentage error, percent.</param>
/// <param name="Coverage">Share of the steps inside the 80 % interval; null when it gave none.</param>
/// <param name="Elapsed">Time of the whole request.</param>
internal sealed record TourResult(
    TourModel Entry, SeriesOutcome Forecast, double Mase, double Smape, double? Coverage, TimeSpan Elapsed);
