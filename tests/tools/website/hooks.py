"""What `mkdocs` is told of this project: `mkdocs.yml` names this file.

The pages are written for people who read them in the repository. Here they become those of a site:
the list in docs/index.md is its navigation, pages at the root come along, and nothing that
is built may ask another host.
"""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from tools.gallery import as_png, first_pages
from tools.website.gallery import SHEET, gallery, picture_of
from tools.website.pages import AT_THE_ROOT, ROOT, as_page, foreign, navigation

# It tells each time that it has loaded its dictionary.
logging.getLogger("jieba").setLevel(logging.WARNING)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The index is the navigation."""
    index = (Path(config.docs_dir) / "index.md").read_text(encoding="utf-8")
    config.nav = [{"文档 · Documentation": "index.md"}, *navigation(index)]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The pages at the root come along, and a picture of each kind."""
    for name in AT_THE_ROOT:
        text = (ROOT / name).read_text(encoding="utf-8")
        # mkdocs would take README.md for the page of its folder.
        file = File.generated(config, name, content=text)
        file.dest_uri = name.removesuffix(".md") + ".html"
        files.append(file)
    for kind, page in first_pages():
        files.append(File.generated(config, picture_of(kind), content=as_png(page)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links lead to pages of the site; the sheet of all papers becomes a gallery."""
    shown = as_page(markdown, page.file.src_uri)
    return shown.replace(SHEET, gallery())


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Who hears the page instead of seeing it is told what the dialog of the search is."""
    return output.replace('role="dialog">', 'role="dialog" aria-label="搜索">')


def on_post_build(config: MkDocsConfig) -> None:
    """Nothing that was built asks another host.

    Raises:
        PluginError: a page or a sheet of styles would.
    """
    built = (path for kind in ("html", "css") for path in Path(config.site_dir).rglob(f"*.{kind}"))
    for path in sorted(built):
        if found := foreign(path.read_text(encoding="utf-8")):
            raise PluginError(f"{path}: fetched from elsewhere: {', '.join(found)}")
