namespace Tollama.Cli.Commands.Export;

/// <summary>Values of <c>--format</c>.</summary>
internal enum ExportFormat
{
    /// <summary>ONNX.</summary>
    Onnx,

    /// <summary>TorchScript, which this program has no part of.</summary>
    TorchScript,
}
