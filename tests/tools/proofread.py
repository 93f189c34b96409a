"""The list of the shipped templates, each of which is proofread for it: `make reference`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from anjuan.documents.shapes import core
from anjuan.files import digest
from anjuan.plugin.host import Plugins
from anjuan.word.compiling import fragility_of
from anjuan.word.patched import Patched, listed
from anjuan.word.patching import patch
from anjuan.word.persons import without_persons
from anjuan.word.proofreading.template import refuse_faulty
from anjuan.word.sandbox import Sandbox
from anjuan.word.structure.seams import seamed


def proofread() -> str:
    """The templates of the shipped kinds, with what docxtpl makes of each.

    Raises:
        TemplateError: one has a fault, or has to be rendered by docxtpl itself.
    """
    plugins = Plugins.load(outside=False)
    sandbox = Sandbox(plugins.filters)
    entries = []
    for template in sorted(kind.template for kind in plugins.kinds.values()):
        source = template.read_bytes()
        usual = refuse_faulty(template.name, source, sandbox, core())
        assert usual == source, f"{template} is not in its usual form"
        place = f"{template.parent.name}/{template.name}"
        entries.append(listed(place, digest(source), _patched(template, sandbox)))
    return json.dumps(entries, ensure_ascii=False, indent=0) + "\n"


def _patched(template: Path, sandbox: Sandbox) -> Patched:
    """A template made ready, each part proved."""
    plain = without_persons(template.read_bytes())
    marked = seamed(plain)
    made = patch(marked)
    proved = ((it, fragility_of(it, sandbox.parse(it.source))) for it in made.parts)
    parts = (replace(part, fragility=found) for part, found in proved)
    return replace(made, parts=tuple(parts), is_marked=marked != plain)
