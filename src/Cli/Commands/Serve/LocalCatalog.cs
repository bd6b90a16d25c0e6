using Microsoft.Extensions.Logging.Abstractions;
using Tollama.Core.Catalog;
using Tollama.Models;
using Tollama.Models.Baseline;
using Tollama.Onnx.Runtime;
using Tollama.Silo;
using Tollama.Silo.Storage;

namespace Tollama.Cli.Commands.Serve;

/// <summary>The models of this machine's state folder, for commands that need no daemon.</summary>
internal sealed class LocalCatalog : IDisposable
{
    private readonly InferenceEngine _engine = new(new EngineOptions());

    /// <summary>Opens the state folder; nothing is created.</summary>
    /// <exception cref="Core.Errors.TollamaException">Misconfigured: an environment variable cannot be used.</exception>
    public LocalCatalog(CliContext context) => Store = new ModelStore(
        SiloOptions.FromEnvironment(context.Environment),
        ModelFamilies.All(_engine),
        BaselineModels.Entries,
        context.Time,
        NullLogger<ModelStore>.Instance);

    /// <summary>Registry and install records.</summary>
    public IModelStore Store { get; }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();
}
