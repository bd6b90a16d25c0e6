namespace Tollama.Cluster.Tests.Kit;

/// <summary>Tests that share one PostgreSQL server; each makes its own database.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresGroup : ICollectionFixture<PostgresServer>
{
    public const string Name = "postgres";
}
