from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(
    epilog="""\b
Examples:
  parley completion bash > ~/.local/share/bash-completion/completions/parley
  parley completion zsh > ~/.zfunc/_parley
  parley completion fish > ~/.config/fish/completions/parley.fish
"""
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL."""
    from worker.cli import parley

    completer = get_completion_class(shell)
    assert completer is not None
    click.echo(completer(parley, {}, "parley", "_PARLEY_COMPLETE").source())
