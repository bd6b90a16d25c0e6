using System.Globalization;
using Tollama.Cli.Commands.Serve;
using Tollama.Core.Catalog;
using Tollama.Core.Inference;

namespace Tollama.Cli.Commands.Pull;

/// <summary>Says before a pull that a model may not fit this machine's GPU (contract/cli §3.1). Advice only: models run
/// on the processor too.</summary>
internal static class MemoryAdvice
{
    private const double BytesPerGibibyte = 1024.0 * 1024.0 * 1024.0;

    /// <summary>The advice; null when there is nothing to say.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="catalog">Registry and devices of this machine.</param>
    public static string? Find(string model, LocalCatalog catalog)
    {
        var entry = catalog.Store.Registry().FirstOrDefault(candidate => candidate.Name == model);
        return entry is { IsBuiltIn: false } && NeededGibibytes(entry) is { } needed
            ? Describe(model, needed, catalog.Devices())
            : null;
    }

    /// <summary>The advice for a need and the devices that there are.</summary>
    public static string? Describe(string model, double needed, IReadOnlyList<DeviceInfo> devices)
    {
        var gpus = devices.Where(device => device.Id.Kind != DeviceKind.Cpu).ToList();
        string need = string.Create(CultureInfo.InvariantCulture, $"{model} wants {needed:0.#} GB of GPU memory");
        if (gpus.Count == 0)
        {
            return $"{need}; no GPU was found here, so it will run on the processor.";
        }

        double largest = gpus.Max(device => (device.TotalBytes ?? long.MaxValue) / BytesPerGibibyte);
        return largest >= needed
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{need}; the largest GPU here has {largest:0.#} GB.");
    }

    private static double? NeededGibibytes(RegistryEntry entry) =>
        entry.Metadata?["min_vram_gb"] is { } stated
        && double.TryParse(stated.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double needed)
            ? needed
            : entry.Family switch
            {
                "torch" or "timesfm" or "uni2ts" or "sundial" or "lag_llama" or "timer" or "timemixer" => 4,
                "toto" => 8,
                "patchtst" or "tide" or "nhits" or "nbeatsx" or "forecastpfn" => 2,
                _ => null,
            };
}
