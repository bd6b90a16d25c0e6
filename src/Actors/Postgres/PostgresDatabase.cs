using System.Net.Sockets;
using Npgsql;
using Tollama.Actors.Membership;

namespace Tollama.Actors.Postgres;

/// <summary>The cluster's database: one pool, short time limits, one kind of fault when it cannot be reached.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly TimeSpan _timeout;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="address">A <c>postgres://</c> address, or an Npgsql connection string.</param>
    /// <param name="timeout">Longest time for a connection and for a statement.</param>
    public PostgresDatabase(string address, TimeSpan timeout)
    {
        _timeout = timeout;
        var settings = new NpgsqlConnectionStringBuilder(PostgresAddress.ToConnectionString(address))
        {
            ApplicationName = "tollama",
            Timeout = Math.Max(1, (int)Math.Ceiling(timeout.TotalSeconds)),
            CommandTimeout = Math.Max(1, (int)Math.Ceiling(timeout.TotalSeconds)),
            CancellationTimeout = -1, // a statement that is given up is not waited for
            KeepAlive = 5,
            MaxPoolSize = 20,
        };
        Source = NpgsqlDataSource.Create(settings.ConnectionString);
    }

    public NpgsqlDataSource Source { get; }

    /// <summary>Runs a statement; for reads and idempotent or conditional writes.</summary>
    /// <exception cref="TableUnavailableException">The database cannot be reached, or was too slow.</exception>
    public async Task<T> QueryAsync<T>(
        string sql,
        Action<NpgsqlParameterCollection> bind,
        Func<NpgsqlDataReader, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken)
    {
        var running = RunAsync(sql, bind, read, cancellationToken);
        try
        {
            // A server that falls silent also holds up the end of a statement: nobody here waits for that.
            return await running.WaitAsync(_timeout, cancellationToken);
        }
        catch (Exception fault) when (IsAway(fault, cancellationToken))
        {
            _ = running.ContinueWith(static late => late.Exception, TaskScheduler.Default); // nobody waits for it
            throw new TableUnavailableException($"The cluster's database did not answer: {fault.Message}", fault);
        }
    }

    /// <summary>Whether a fault means that the database is away, rather than that a statement is wrong.</summary>
    public static bool IsAway(Exception fault, CancellationToken caller) => fault switch
    {
        OperationCanceledException => !caller.IsCancellationRequested,
        PostgresException refused => refused.SqlState[..2] is "57" or "53" or "08" or "40",
        NpgsqlException or SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    private async Task<T> RunAsync<T>(
        string sql,
        Action<NpgsqlParameterCollection> bind,
        Func<NpgsqlDataReader, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        await using var command = Source.CreateCommand(sql);
        bind(command.Parameters);
        await using var rows = await command.ExecuteReaderAsync(limit.Token);
        return await read(rows, limit.Token);
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
