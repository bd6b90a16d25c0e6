using Tollama.Core.Configuration;
using Tollama.Silo.Hub;

namespace Tollama.Silo.Storage;

/// <summary>What the model store needs to know of its surroundings.</summary>
internal sealed record StoreOptions
{
    /// <summary>Absolute path of the state folder.</summary>
    public required string Home { get; init; }

    /// <summary>A registry file instead of the product's own table; null for that.</summary>
    public string? RegistryFile { get; init; }

    /// <summary>How the model hub is reached.</summary>
    public HubOptions Hub { get; init; } = new();

    /// <summary>A Hugging Face cache to import from where a pull names none; null for none.</summary>
    public string? HuggingFaceHome { get; init; }

    /// <summary>Folder with the checkpoints that are shipped with the product, as <c>org/name</c>.</summary>
    public string BundledCheckpoints { get; init; } = Path.Combine(AppContext.BaseDirectory, "checkpoints");

    /// <summary>Who takes licence acceptances here, for receipts: account and machine.</summary>
    public string Account { get; init; } = $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>
    /// Options of a silo: <c>TOLLAMA_MODEL_REGISTRY_PATH</c>, <c>HF_ENDPOINT</c>, the user's own Hugging Face cache.
    /// </summary>
    /// <exception cref="Core.Errors.TollamaException">
    /// Misconfigured: <c>HF_ENDPOINT</c> is no http or https address.
    /// </exception>
    public static StoreOptions Create(string home, ProcessEnvironment environment) => new()
    {
        Home = home,
        RegistryFile = environment.Text("TOLLAMA_MODEL_REGISTRY_PATH"),
        Hub = environment.Text("HF_ENDPOINT") is { } endpoint ? new HubOptions().At(endpoint) : new HubOptions(),
        HuggingFaceHome = TollamaHome.UserFolder(environment) is { } user
            ? Path.Combine(user, ".cache", "huggingface")
            : null,
    };
}
