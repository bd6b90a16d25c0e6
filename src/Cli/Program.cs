using Tollama.Cli;

using var context = CliContext.OfProcess();
return await CommandLine.RunAsync(args, context);
