"""``python -m steelyard`` is the command line."""

from steelyard.cli.main import run

run()
