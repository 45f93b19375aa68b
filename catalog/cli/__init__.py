"""The command line, a file a command: each parses, calls one command, shows what it returns, and exits."""

from catalog.cli.program import main

__all__ = ["main"]
