using Tollama.Core.Inference;

namespace Tollama.Gateway.Forecasting;

/// <summary>What the catalog knows of a model that is installed or built in.</summary>
/// <param name="Artifact">The model as a family sees it.</param>
/// <param name="IsReady">Whether it can forecast at all.</param>
/// <param name="IsLicenceAccepted">Whether its licence was accepted, or needs no acceptance.</param>
/// <param name="IsBuiltIn">Whether it is part of the product.</param>
internal sealed record KnownModel(ModelArtifact Artifact, bool IsReady, bool IsLicenceAccepted, bool IsBuiltIn);
