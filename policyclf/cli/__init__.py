"""The command line: options in, files out; every command is one module, imported when it is asked for."""

from __future__ import annotations

from importlib import import_module

import click

from policyclf import __version__

_COMMANDS = ("tag", "report", "compare", "explain", "train", "evaluate", "vectors", "labels", "label", "regions")


class _Lazy(click.Group):
    """Knows its commands by name, so that ``policyclf --help`` imports none of their needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(f"policyclf.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example:  policyclf report seeds/",
)
@click.version_option(__version__, prog_name="policyclf")
def main() -> None:
    """Tag sentences of Chinese local policy with measures and regions; report what each region emphasizes."""
