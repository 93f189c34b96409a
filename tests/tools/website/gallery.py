"""The page of all papers in the site: each first page leads to what is said of its kind."""

from __future__ import annotations

from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import Kind

# What stands in its place where the page is read in the repository.
SHEET = "![各种文书的第一页](pictures/papers.png)"


def picture_of(kind: Kind) -> str:
    """The path of a picture in the site."""
    return f"pictures/kinds/{kind.name}.png"


def gallery() -> str:
    """A picture for each kind, with its title below, in the order of a dossier."""
    kinds = Plugins.load(outside=False).kinds.values()
    return f'<div class="gallery">{"".join(map(_figure, kinds))}</div>'


def _figure(kind: Kind) -> str:
    # What it shows is said below it.
    picture = f'<img src="{picture_of(kind)}" alt="" loading="lazy" width="160">'
    return f'<a href="#{kind.title}">{picture}<span>{kind.title}</span></a>'
