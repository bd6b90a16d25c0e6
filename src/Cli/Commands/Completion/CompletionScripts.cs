namespace Tollama.Cli.Commands.Completion;

/// <summary>
/// Completion scripts. Each asks the program itself: <c>tollama complete POSITION LINE</c> prints one candidate a line
/// for the cursor at that position, so that a script never goes stale.
/// </summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # tollama completion for bash
        _tollama() {
            local IFS=$'\n'
            COMPREPLY=($(tollama complete "${COMP_POINT}" -- "${COMP_LINE}" 2>/dev/null))
            if [ "${#COMPREPLY[@]}" -eq 0 ]; then
                COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
            fi
        }
        complete -o filenames -F _tollama tollama
        """;

    private const string Zsh = """
        #compdef tollama
        # tollama completion for zsh
        _tollama() {
            local -a candidates
            candidates=("${(@f)$(tollama complete "${CURSOR}" -- "${BUFFER}" 2>/dev/null)}")
            candidates=("${(@)candidates:#}")
            if (( ${#candidates} )); then
                compadd -- "${candidates[@]}"
            else
                _files
            fi
        }
        compdef _tollama tollama
        """;

    private const string Fish = """
        # tollama completion for fish
        function __tollama_complete
            set -l line (commandline -cp)
            tollama complete (string length -- "$line") -- "$line" 2>/dev/null
        end
        complete -c tollama -a '(__tollama_complete)'
        """;

    private const string PowerShell = """
        # tollama completion for PowerShell
        Register-ArgumentCompleter -Native -CommandName tollama -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $line = "$commandAst".PadRight($cursorPosition)
            tollama complete $cursorPosition -- "$line" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    /// <summary>Shells that have a script.</summary>
    public static IReadOnlyList<string> Shells => ["bash", "zsh", "fish", "pwsh"];

    /// <summary>The script of a shell.</summary>
    public static string Of(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => PowerShell,
    };
}
