using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Ingest;

/// <summary>
/// The ingest options of a form (contract/http-api §18.4): put into JSON and read as <c>ingest</c>, so that both mean
/// the same.
/// </summary>
internal static class IngestForm
{
    private static readonly (string Field, string Option)[] Columns =
    [
        ("format_hint", "format"), ("timestamp_column", "timestamp_column"), ("series_id_column", "series_id_column"),
        ("target_column", "target_column"), ("freq_column", "freq_column"), ("freq", "freq"),
    ];

    private static readonly (string Field, string Option)[] Missing =
    [
        ("missing_method", "method"), ("missing_max_ratio", "max_missing_ratio"), ("missing_max_gap", "max_gap"),
        ("missing_edge_strategy", "edge_strategy"), ("missing_seasonal_period", "seasonal_period"),
    ];

    /// <summary>Reads the options; null when the form has none.</summary>
    /// <exception cref="TollamaException">
    /// InvalidRequest: a value outside its range or enumeration; one text names them all.
    /// </exception>
    public static IngestOptions? Read(UploadForm form)
    {
        if (!Columns.Concat(Missing).Any(item => Value(form, item.Field) is not null)
            && Value(form, "preprocess_missing") is null)
        {
            return null;
        }

        try
        {
            return IngestBodies.Read(ToJson(form));
        }
        catch (ValidationException fault)
        {
            throw AsText(fault);
        }
    }

    /// <summary>The same fault as one text: the upload routes answer so.</summary>
    public static TollamaException AsText(ValidationException fault) => new(
        ErrorCode.InvalidRequest, string.Join("; ", fault.Issues.Select(issue => issue.Describe())) + ".", fault);

    private static ReadOnlyMemory<byte> ToJson(UploadForm form)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, JsonOutput.Compact))
        {
            writer.WriteStartObject();
            foreach (var (field, option) in Columns)
            {
                WriteText(writer, option, Value(form, field));
            }

            WriteMissing(writer, form);
            writer.WriteEndObject();
        }

        return bytes.WrittenMemory;
    }

    private static void WriteMissing(Utf8JsonWriter writer, UploadForm form)
    {
        string? enabled = Value(form, "preprocess_missing");
        if (enabled is null && !Missing.Any(item => Value(form, item.Field) is not null))
        {
            return;
        }

        writer.WriteStartObject("preprocessing");
        writer.WriteStartObject("missing");
        WriteFlag(writer, "enabled", enabled);
        foreach (var (field, option) in Missing)
        {
            WriteScalar(writer, option, Value(form, field));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    /// <summary>
    /// Numbers of a form are texts; what is no number stays one and is refused by the option's own rule.
    /// </summary>
    private static void WriteScalar(Utf8JsonWriter writer, string name, string? value)
    {
        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
        {
            writer.WriteNumber(name, integer);
        }
        else if (
            double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            WriteText(writer, name, value);
        }
    }

    private static void WriteFlag(Utf8JsonWriter writer, string name, string? value)
    {
        switch (value?.ToUpperInvariant())
        {
            case null or "TRUE" or "1" or "YES" or "ON" or "T" or "Y":
                writer.WriteBoolean(name, true);
                return;
            case "FALSE" or "0" or "NO" or "OFF" or "F" or "N":
                writer.WriteBoolean(name, false);
                return;
            default:
                writer.WriteString(name, value);
                return;
        }
    }

    /// <summary>A text of the form without surrounding blanks; null when it is not there or blank.</summary>
    private static string? Value(UploadForm form, string field) =>
        form.Text(field)?.Trim() is { Length: > 0 } value ? value : null;
}
