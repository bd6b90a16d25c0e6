namespace Tollama.Core.Wire;

/// <summary>Reads the value of one field into a draft; reports what is wrong with it.</summary>
/// <typeparam name="TDraft">What is being filled.</typeparam>
internal delegate void FieldReader<in TDraft>(ref BodyReader reader, TDraft draft);
