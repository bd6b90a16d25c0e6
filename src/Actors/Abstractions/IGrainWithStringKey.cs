namespace Tollama.Actors.Abstractions;

/// <summary>A grain whose identity is a text.</summary>
public interface IGrainWithStringKey : IGrain;
