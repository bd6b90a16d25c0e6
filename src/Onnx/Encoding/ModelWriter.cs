using System.Globalization;
using System.Security.Cryptography;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Safetensors;

namespace Tollama.Onnx.Encoding;

/// <summary>
/// Serialises graphs as ONNX models (onnx.proto of IR version 10). Deterministic: equal graphs give equal bytes.
/// Weights are placed by the name of their file, without its folder: the engine is given the opened files themselves.
/// </summary>
public static class ModelWriter
{
    /// <summary>Version of ONNX's operator set that all graphs use.</summary>
    public const int OperatorSet = 21;

    private const int IrVersion = 10;
    private const int External = 1;

    // Field numbers of ModelProto.graph, GraphProto.initializer and TensorProto.raw_data.
    private const int Graph = 7;
    private const int Initialiser = 5;
    private const int RawData = 9;

    /// <summary>Writes a graph.</summary>
    public static OnnxModel Write(GraphSpec graph)
    {
        graph.Verify();
        byte[] placeless = Serialise(graph, withPlaces: false).ToArray();
        return new OnnxModel(
            Serialise(graph, withPlaces: true), graph.Weights, Convert.ToHexStringLower(SHA256.HashData(placeless)));
    }

    /// <summary>
    /// Writes a graph together with its weights as one file that needs no other. The graph goes first and each weight
    /// follows as a fragment of the same message, which readers of protocol buffers merge: nothing bigger than a tensor
    /// is in memory.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="checkpoint">Holds its weights.</param>
    /// <param name="output">Takes the file.</param>
    public static void WriteSelfContained(GraphSpec graph, SafetensorsCheckpoint checkpoint, Stream output)
    {
        graph.Verify();
        output.Write(Serialise(graph with { Weights = [] }, withPlaces: false).Span);
        foreach (var weight in graph.Weights)
        {
            var head = new ProtoWriter();
            WriteTensorHead(head, weight.Name, weight.DType, weight.Dims);
            var bytes = checkpoint.Get(weight.Name).Bytes;
            head.BytesHead(RawData, bytes.Length);
            var tensor = new ProtoWriter();
            tensor.BytesHead(Initialiser, head.Written.Length + (long)bytes.Length);
            var fragment = new ProtoWriter();
            fragment.BytesHead(Graph, tensor.Written.Length + head.Written.Length + (long)bytes.Length);
            output.Write(fragment.Written.Span);
            output.Write(tensor.Written.Span);
            output.Write(head.Written.Span);
            output.Write(bytes);
        }
    }

    private static ReadOnlyMemory<byte> Serialise(GraphSpec graph, bool withPlaces)
    {
        var writer = new ProtoWriter();
        writer.Integer(1, IrVersion);
        writer.Text(2, "tollama");
        writer.Message(Graph, inner => WriteGraph(inner, graph, withPlaces));
        writer.Message(8, inner => WriteOperatorSet(inner, string.Empty, OperatorSet));
        writer.Message(8, inner => WriteOperatorSet(inner, "com.microsoft", 1));
        return writer.Written;
    }

    private static void WriteOperatorSet(ProtoWriter writer, string domain, int version)
    {
        writer.Text(1, domain);
        writer.Integer(2, version);
    }

    private static void WriteGraph(ProtoWriter writer, GraphSpec graph, bool withPlaces)
    {
        foreach (var node in graph.Nodes)
        {
            writer.Message(1, inner => WriteNode(inner, node, withPlaces));
        }

        writer.Text(2, graph.Name);
        foreach (var constant in graph.Constants)
        {
            writer.Message(Initialiser, inner => WriteConstant(inner, constant));
        }

        foreach (var weight in graph.Weights)
        {
            writer.Message(Initialiser, inner => WriteWeight(inner, weight, withPlaces));
        }

        foreach (var input in graph.Inputs)
        {
            writer.Message(11, inner => WriteValue(inner, input));
        }

        foreach (var output in graph.Outputs)
        {
            writer.Message(12, inner => WriteValue(inner, output));
        }
    }

    private static void WriteNode(ProtoWriter writer, NodeSpec node, bool withPlaces)
    {
        foreach (string input in node.Inputs)
        {
            writer.Text(1, input);
        }

        foreach (string output in node.Outputs)
        {
            writer.Text(2, output);
        }

        writer.Text(3, node.Name);
        writer.Text(4, node.Operator);
        foreach (var attribute in node.Attributes)
        {
            writer.Message(5, inner => WriteAttribute(inner, attribute, withPlaces));
        }

        writer.Text(7, node.Domain);
    }

    private static void WriteAttribute(ProtoWriter writer, NodeAttribute attribute, bool withPlaces)
    {
        writer.Text(1, attribute.Name);
        switch (attribute.Kind)
        {
            case AttributeKind.Real:
                writer.Real(2, attribute.Real);
                break;
            case AttributeKind.Integer:
                writer.Integer(3, attribute.Integers[0]);
                break;
            case AttributeKind.Text:
                writer.Text(4, attribute.Text);
                break;
            case AttributeKind.Graph:
                writer.Message(6, inner => WriteGraph(inner, attribute.Graph!, withPlaces)); // of this kind
                break;
            default:
                foreach (long number in attribute.Integers)
                {
                    writer.Integer(8, number);
                }

                break;
        }

        writer.Integer(20, (long)attribute.Kind);
    }

    private static void WriteConstant(ProtoWriter writer, ConstantSpec constant)
    {
        WriteTensorHead(writer, constant.Name, constant.DType, constant.Dims);
        writer.Bytes(RawData, constant.Data.Span);
    }

    private static void WriteWeight(ProtoWriter writer, Weight weight, bool withPlaces)
    {
        WriteTensorHead(writer, weight.Name, weight.DType, weight.Dims);
        if (withPlaces)
        {
            WritePlace(writer, "location", Path.GetFileName(weight.File));
            WritePlace(writer, "offset", weight.Offset.ToString(CultureInfo.InvariantCulture));
            WritePlace(writer, "length", weight.Length.ToString(CultureInfo.InvariantCulture));
        }

        writer.Integer(14, External);
    }

    private static void WritePlace(ProtoWriter writer, string key, string value) => writer.Message(13, inner =>
    {
        inner.Text(1, key);
        inner.Text(2, value);
    });

    private static void WriteTensorHead(ProtoWriter writer, string name, DType dtype, IEnumerable<long> dims)
    {
        foreach (long size in dims)
        {
            writer.Integer(1, size);
        }

        writer.Integer(2, (long)dtype);
        writer.Text(8, name);
    }

    private static void WriteValue(ProtoWriter writer, ValueSpec value)
    {
        writer.Text(1, value.Name);
        writer.Message(2, type => type.Message(1, tensor =>
        {
            tensor.Integer(1, (long)value.DType);
            tensor.Message(2, shape => WriteShape(shape, value.Shape));
        }));
    }

    private static void WriteShape(ProtoWriter writer, Shape shape)
    {
        foreach (var dim in shape)
        {
            writer.Message(1, inner =>
            {
                if (dim.IsKnown)
                {
                    inner.Integer(1, dim.Value);
                }
                else
                {
                    inner.Text(2, dim.ToString());
                }
            });
        }
    }
}
