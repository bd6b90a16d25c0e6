using Tollama.Bench;
using Tollama.Core.Errors;

var command = args.Length == 0 ? null : Benchmarks.All.FirstOrDefault(item => item.Name == args[0]);
if (command is null)
{
    Console.WriteLine("Usage: dotnet run -c Release --project bench/Tollama.Bench -- NAME [ARGUMENTS]");
    foreach (var item in Benchmarks.All)
    {
        Console.WriteLine($"  {item.Name,-12} {item.Summary}");
    }

    return 2;
}

try
{
    return command.Run(args[1..]);
}
catch (TollamaException fault)
{
    Console.Error.WriteLine($"Error: {fault.Message}");
    return 2;
}
