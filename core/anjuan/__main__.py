"""`python -m anjuan` is the `anjuan` command."""

from __future__ import annotations

from anjuan.cli import main

main()
