namespace Tollama.Actors.Abstractions;

/// <summary>Marks a grain interface; derive from <see cref="IGrainWithStringKey"/>.</summary>
public interface IGrain;
