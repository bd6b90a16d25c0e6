namespace Tollama.Actors.Activation;

/// <summary>
/// The grains of one assembly; the source generator writes an implementation named <c>GrainTypes</c>.
/// </summary>
public interface IGrainTypes
{
    /// <summary>Adds them.</summary>
    void Register(GrainTypeRegistry registry);
}
