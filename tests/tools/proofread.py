"""The list of the shipped templates, each of which is proofread for it: `make reference`."""

from __future__ import annotations

from anjuan.documents.shapes import core
from anjuan.files import digest
from anjuan.plugin.host import Plugins
from anjuan.word.proofreading.template import refuse_faulty
from anjuan.word.sandbox import Sandbox


def proofread() -> str:
    """Digests of the templates of the shipped kinds, as `sha256sum` writes them.

    Raises:
        TemplateError: one has a fault.
    """
    plugins = Plugins.load(outside=False)
    sandbox = Sandbox(plugins.filters)
    lines = []
    for template in sorted(kind.template for kind in plugins.kinds.values()):
        source = template.read_bytes()
        usual = refuse_faulty(template.name, source, sandbox, core())
        assert usual == source, f"{template} is not in its usual form"
        lines.append(f"{digest(source)}  {template.parent.name}/{template.name}")
    return "".join(f"{line}\n" for line in lines)
