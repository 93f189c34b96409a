"""`python -m anjuan` is the `anjuan` command."""

from anjuan.cli import main

main()
