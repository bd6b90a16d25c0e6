using Tollama.Onnx.Safetensors;

namespace Tollama.Models.GraniteTtm;

/// <summary>Tensors of one mixer layer.</summary>
/// <param name="Channel">Mixes channels; null where they are kept apart.</param>
/// <param name="Patch">Mixes patches; null where there is only one.</param>
/// <param name="Attention">Attention beside the patch mixer; null for none.</param>
/// <param name="Feature">Mixes the features of a patch.</param>
internal sealed record TtmLayer(TtmMixer? Channel, TtmMixer? Patch, TtmAttention? Attention, TtmMixer Feature)
{
    /// <summary>
    /// Finds the tensors of the layer <paramref name="name"/>, at patches cut <paramref name="factor"/> times finer.
    /// </summary>
    public static TtmLayer Read(SafetensorsCheckpoint checkpoint, string name, TtmStackShape shape, int factor)
    {
        int width = shape.Width / factor;
        int patches = shape.Patches * factor;
        string patchMixer = $"{name}.patch_mixer";
        return new TtmLayer(
            shape.MixesChannels
                ? TtmMixer.Read(checkpoint, $"{name}.channel_feature_mixer", shape, width, shape.Channels)
                : null,
            patches > 1 ? TtmMixer.Read(checkpoint, patchMixer, shape, width, patches) : null,
            patches > 1 && shape.AttentionHeads > 0 ? TtmAttention.Read(checkpoint, patchMixer, shape, width) : null,
            TtmMixer.Read(checkpoint, $"{name}.feature_mixer", shape, width, width));
    }
}
