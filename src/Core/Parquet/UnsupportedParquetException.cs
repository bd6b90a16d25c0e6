namespace Tollama.Core.Parquet;

/// <summary>
/// A column uses something that this reader lacks. It never leaves the reader: the rest of the table can be read, and
/// the column says why it cannot when somebody asks for it.
/// </summary>
internal sealed class UnsupportedParquetException(string what) : Exception(what);
