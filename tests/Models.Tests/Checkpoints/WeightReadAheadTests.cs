using Tollama.Core.Errors;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Tests.Checkpoints;

public sealed class WeightReadAheadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-read-ahead-").FullName;

    [Fact]
    public void A_folder_without_weights_is_refused()
    {
        var fault = Assert.Throws<TollamaException>(() => WeightReadAhead.Run(_folder, CancellationToken.None));

        Assert.Equal(ErrorCode.ModelUnsupported, fault.Code);
    }

    [Fact]
    public void Reading_stops_when_the_load_is_given_up()
    {
        SafetensorsWriter.Write(
            Path.Combine(_folder, SafetensorsCheckpoint.SingleName),
            [TensorSpec.Float32("w", 1024, 1024)],
            (_, bytes) => bytes.Clear());

        WeightReadAhead.Run(_folder, CancellationToken.None);
        Assert.Throws<OperationCanceledException>(
            () => WeightReadAhead.Run(_folder, new CancellationToken(canceled: true)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
