using System.CommandLine;

namespace Tollama.Cli.Commands.Pull;

/// <summary>
/// A flag that can be said, denied, or left to the configuration: <c>--offline</c>, <c>--no-offline</c>.
/// </summary>
internal sealed class TriStateOption
{
    private readonly Option<bool> _yes;
    private readonly Option<bool> _no;

    /// <summary>Creates both spellings.</summary>
    public TriStateOption(string name, string description)
    {
        _yes = new Option<bool>($"--{name}") { Description = description };
        _no = new Option<bool>($"--no-{name}") { Description = $"The opposite of --{name}." };
    }

    /// <summary>Adds both spellings to the command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_yes);
        command.Add(_no);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_yes) && result.GetValue(_no))
            {
                result.AddError($"{_yes.Name} and {_no.Name} exclude each other; give one of them.");
            }
        });
    }

    /// <summary>What the command line says; null for nothing.</summary>
    public bool? Read(ParseResult parsed) =>
        parsed.GetValue(_yes) ? true : parsed.GetValue(_no) ? false : null;
}
