namespace Tollama.Models.Baseline.Arima;

/// <summary>
/// How far a model is from its data, and the coefficients of the regression for which it is that far.
/// </summary>
/// <param name="data">The differenced series and regressors.</param>
/// <param name="coefficients">ARMA coefficients.</param>
internal delegate (double Value, double[] Regression) ArimaDeviance(ArimaData data, ArimaCoefficients coefficients);
