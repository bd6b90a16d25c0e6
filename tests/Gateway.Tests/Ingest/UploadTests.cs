using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Tollama.Gateway.Tests.Fixtures;

namespace Tollama.Gateway.Tests.Ingest;

/// <summary>Uploads that no well-behaved client sends.</summary>
public sealed class UploadTests
{
    private const string Csv = "timestamp,target\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n";

    [Fact]
    public async Task Refuses_a_form_of_more_parts_than_any_form_has()
    {
        var body = new StringBuilder();
        for (int i = 0; i < 100; i++)
        {
            body.Append("--b\r\nContent-Disposition: form-data; name=\"p").Append(i).Append("\"\r\n\r\nx\r\n");
        }

        await RefusesAsync(body.Append("--b--\r\n").ToString(), "parts");
    }

    [Fact]
    public async Task Refuses_a_text_longer_than_any_request() =>
        await RefusesAsync(
            "--b\r\nContent-Disposition: form-data; name=\"freq\"\r\n\r\n"
                + new string('x', 2_000_000)
                + "\r\n--b--\r\n",
            "freq");

    [Fact]
    public async Task Refuses_headers_without_end() =>
        await RefusesAsync(
            "--b\r\nContent-Disposition: form-data; name=\"file\"\r\nX: "
                + new string('x', 100_000)
                + "\r\n\r\nx\r\n--b--\r\n",
            "form");

    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.csv\"\r\n\r\nab")]
    [InlineData("no form at all")]
    [InlineData("--b\r\nX-Nothing: 1\r\n\r\nx\r\n--b--\r\n")]
    public async Task Refuses_a_form_that_is_cut_or_broken(string body) => await RefusesAsync(body, "form");

    [Fact]
    public async Task Keeps_the_limit_of_bodies_for_files_too()
    {
        await using var server = await GatewayServer.StartAsync(("TOLLAMA_MAX_REQUEST_BODY_MB", "0.01"));

        using var response = await server.Client.PostAsync(
            "/api/ingest/upload",
            Form(new string('x', 50_000), "x.csv"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_name_that_climbs_is_a_name_and_nothing_else()
    {
        await using var server = await GatewayServer.StartAsync();

        using var response = await server.Client.PostAsync("/api/ingest/upload", Form(Csv, "../../../etc/x.csv"));

        response.EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("D", answer.RootElement.GetProperty("series")[0].GetProperty("freq").GetString());
    }

    [Theory]
    [InlineData("preprocess_missing", "maybe", "enabled")]
    [InlineData("missing_max_gap", "0", "max_gap")]
    [InlineData("missing_max_gap", "many", "max_gap")]
    [InlineData("missing_seasonal_period", "1.5", "seasonal_period")]
    [InlineData("missing_edge_strategy", "guess", "edge_strategy")]
    public async Task Names_the_field_of_a_form_that_is_wrong(string field, string value, string token)
    {
        await using var server = await GatewayServer.StartAsync();
        var form = Form(Csv, "x.csv");
        form.Add(new StringContent(value), field);

        using var response = await server.Client.PostAsync("/api/ingest/upload", form);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Contains(token, answer.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static MultipartFormDataContent Form(string content, string name) =>
        new() { { new StringContent(content), "file", name } };

    private static async Task RefusesAsync(string body, string token)
    {
        await using var server = await GatewayServer.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");

        using var response = await server.Client.PostAsync("/api/ingest/upload", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Contains(token, answer.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
