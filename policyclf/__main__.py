"""``python -m policyclf``."""

from policyclf.cli import main

main(prog_name="policyclf")
