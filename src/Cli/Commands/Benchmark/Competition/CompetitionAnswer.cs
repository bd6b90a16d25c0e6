namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>A series and what a model forecast for it.</summary>
/// <param name="Series">The series.</param>
/// <param name="Forecast">The forecast, as long as the series' test row.</param>
internal readonly record struct CompetitionAnswer(CompetitionSeries Series, CompetitionForecast Forecast);
