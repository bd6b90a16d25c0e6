using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tollama.Cluster.Tests.Kit;

namespace Tollama.Cluster.Tests.Processes;

/// <summary>
/// Silos with folders of their own and no hub: what one has pulled the other copies from it, whole and true or not at
/// all.
/// </summary>
[Collection(PostgresGroup.Name)]
public sealed class WeightTests(PostgresServer postgres)
{
    [SkippableFact]
    public async Task Copies_weights_from_silo_to_silo_although_they_were_damaged_and_their_owner_was_killed_meanwhile()
    {
        using var cached = new CachedModel();
        var homes = new SeparateHomes { Environment = { ["HF_ENDPOINT"] = "http://127.0.0.1:9" } };
        await using var service = await ServiceUnderLoad.StartAsync(await postgres.CreateDatabaseAsync(), homes);
        await service.Load.StopAsync();
        string model = await PullAsync(service, cached);
        string owner = new[] { "one", "two" }.Single(silo => Snapshot(homes, silo, model).Exists);
        string other = ServiceUnderLoad.Other(owner);
        string weights = Path.Combine(Snapshot(homes, owner, model).FullName, "model.safetensors");
        string digest = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(weights)));
        string stored = Path.Combine(homes.HomeOf(other), "blobs", $"sha256-{digest}");

        var pinned = PinAsync(service, model, other);
        bool hasBegun = await Task.Run(() => WaitForPart(homes, other, model));
        Assert.True(hasBegun, $"No part came: {(pinned.IsCompleted ? await pinned : string.Empty)}");
        service[owner].Signal("STOP");
        Skip.If(Snapshot(homes, other, model).Exists, "The copy was done before it could be interrupted.");
        await Eventually.BecomesAsync(
            () => StatesAsync(service, other), states => states.Contains("fetching"), "the fetch is seen");
        service[owner].Signal("KILL");
        _ = await pinned; // who decides for the model may have been lost too
        await Eventually.BecomesAsync(
            () => PinAsync(service, model, other),
            answer => answer.Contains("127.0.0.1:9", StringComparison.Ordinal),
            "the hub is asked, which is not there");
        Assert.False(Snapshot(homes, other, model).Exists);

        Flip(weights);
        await service.AddSiloAsync(owner);
        await service.SettleAsync("one", "two");
        await Eventually.BecomesAsync(
            async () => await PinAsync(service, model, other) + service[other].Output,
            told => told.Contains("is not what its digest", StringComparison.Ordinal),
            "the damaged file is refused");
        Assert.False(File.Exists(stored), "a damaged file was stored");

        Flip(weights);
        await Eventually.BecomesAsync(
            async () => $"{await PinAsync(service, model, other)}\n{service[other].Output}",
            answer => answer.StartsWith("200", StringComparison.Ordinal),
            $"{model} is loaded on {other}");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => service.ForecastAsync(model, points: 512)));
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(stored))));
        Assert.Single(Regex.Matches(service[other].Output, "was copied from the silos"));
        Assert.Contains(
            await service.CopiesAsync(),
            copy => copy.StartsWith($"{other}/cpu {model} ", StringComparison.Ordinal));
    }

    private static async Task<string> PullAsync(ServiceUnderLoad service, CachedModel cached)
    {
        using var answer = await service.Client.PostAsJsonAsync(
            "/api/pull",
            new JsonObject
            {
                ["model"] = CachedModel.Reference,
                ["stream"] = false,
                ["offline"] = true,
                ["hf_home"] = cached.Home,
            });
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return (string)JsonNode.Parse(body)!["model"]!;
    }

    /// <summary>Wants the model on one silo; the answer, whatever it is.</summary>
    private static async Task<string> PinAsync(ServiceUnderLoad service, string model, string silo)
    {
        using var answer = await service.Client.PostAsJsonAsync(
            "/v1/pins",
            new JsonObject
            {
                ["model"] = model,
                ["mode"] = "pin",
                ["devices"] = new JsonArray($"{silo}/cpu"),
            });
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }

    /// <summary>States of the copies on a silo; none while the gateway reaches nobody who knows.</summary>
    private static async Task<string[]> StatesAsync(ServiceUnderLoad service, string name)
    {
        using var answer = await service.Client.GetAsync("/v1/cluster");
        if (!answer.IsSuccessStatusCode)
        {
            return [];
        }

        return
        [
            .. from silo in JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["silos"]!.AsArray()
               where (string?)silo!["name"] == name
               from device in silo["devices"]!.AsArray()
               from copy in device!["replicas"]!.AsArray()
               select (string)copy!["state"]!,
        ];
    }

    private static DirectoryInfo Snapshot(SeparateHomes homes, string silo, string model) =>
        new(Path.Combine(homes.HomeOf(silo), "models", model, "snapshot"));

    /// <summary>Looks as often as it can until a part of the long file has come, or all files are there.</summary>
    private static bool WaitForPart(SeparateHomes homes, string silo, string model)
    {
        string home = homes.HomeOf(silo);
        string blobs = Path.Combine(home, "blobs");
        return SpinWait.SpinUntil(
            () => (Directory.Exists(blobs)
                    && new DirectoryInfo(blobs).GetFiles("*.partial").Any(file => file.Length > 4 << 20))
                || Snapshot(homes, silo, model).Exists,
            TimeSpan.FromMinutes(1));
    }

    private static void Flip(string path)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.Seek(-1, SeekOrigin.End);
        int last = file.ReadByte();
        file.Seek(-1, SeekOrigin.End);
        file.WriteByte((byte)~last);
    }
}
