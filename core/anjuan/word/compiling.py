"""Templates compiled once: afterwards only values are rendered and all else is copied.

docxtpl stays the language and the oracle: its own `patch_xml` prepares each part. A template is
compiled only where it can be proved beforehand that docxtpl would do nothing else to any output
(mending.py). What can't be proved is left to docxtpl itself, which is slower (rendering.py).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence

from jinja2 import Template, nodes
from jinja2.exceptions import TemplateError as JinjaError
from markupsafe import escape

from anjuan.frozen import frozen
from anjuan.opc import CORE_PROPERTIES
from anjuan.word.mending import LISTING, UnprovableError, proved_skeleton
from anjuan.word.mould import Mould
from anjuan.word.patched import Patched, PatchedPart
from anjuan.word.sandbox import Sandbox, refuse_unprintable
from anjuan.word.structure.completing import SHARED_PARTS, completed, ended
from anjuan.word.structure.gaps import Fragility, fragility
from anjuan.word.views import Trace

_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)


@frozen
class _Part:
    """One part with tags.

    Attributes:
        code: what renders it.
        fragility: what branches leave out may have to be made good.
        before, after: what stands around that which is rendered.
    """

    name: str
    code: Template
    fragility: Fragility
    before: str = ""
    after: str = ""

    def render(self, names: Mapping[str, object], trace: Trace, sandbox: Sandbox) -> str:
        """What stands between `before` and `after`."""
        known = len(trace.printed)
        text = sandbox.text(self.code, names, trace)
        if trace.is_awkward:
            values = " ".join(trace.printed[known:])
            refuse_unprintable(values)
            if LISTING.search(values):
                text = _PARAGRAPH.sub(_with_breaks, text)
        return text

    def whole(self, text: str) -> str:
        """The part that a text is the rendered stretch of."""
        return f"{self.before}{text}{self.after}"


@frozen
class CompiledTemplate:
    """A template that takes names and gives a document.

    Most templates can leave nothing unsound. Of the others those parts are looked at each time
    that might, with those that hold their lists and notes; shared are the latter without tags.
    """

    _mould: Mould
    _parts: Sequence[_Part]
    _properties: tuple[str, str]
    _sandbox: Sandbox
    _shared: dict[str, bytes]
    _looked_at: tuple[str, ...]

    def render(
        self, names: Mapping[str, object], trace: Trace, title: str
    ) -> tuple[bytes, tuple[str, ...]]:
        """The finished document, and what was rendered of its parts, in printing order.

        Raises:
            JinjaError: what the template asks for can't be had.
        """
        rendered = tuple(part.render(names, trace, self._sandbox) for part in self._parts)
        texts = [it.whole(text) for it, text in zip(self._parts, rendered, strict=True)]
        contents = self._completed(texts) if self._looked_at else [it.encode() for it in texts]
        before, after = self._properties
        properties = f"{before}{escape(title[:255])}{after}".encode()
        return self._mould.fill([*contents, properties]), rendered

    def _completed(self, texts: Sequence[str]) -> list[bytes]:
        """What was rendered, and the shared parts behind it, made sound."""
        names = [part.name for part in self._parts]
        if Fragility.ANY not in (part.fragility for part in self._parts):
            whole = [text for text in map(ended, texts) if text is not None]
            if len(whole) == len(texts):
                return [text.encode() for text in whole]
        every = {name: text.encode() for name, text in zip(names, texts, strict=True)}
        every |= self._shared
        return list((every | completed({name: every[name] for name in self._looked_at})).values())


def compile_template(source: bytes, sandbox: Sandbox) -> CompiledTemplate:
    """Compile a template.

    Args:
        source: the .docx file.
        sandbox: what the compiled code will run in.

    Raises:
        UnprovableError: it has to be rendered by docxtpl itself.
    """
    # Who uses the shipped templates only needs nothing that patches.
    from anjuan.word.patching import patch

    return compile_patched(source, patch(source), sandbox)


def compile_patched(source: bytes, patched: Patched, sandbox: Sandbox) -> CompiledTemplate:
    """Compile what docxtpl made ready; what is not proved yet is proved here.

    Args:
        source: the .docx file, all of which is copied but for the parts with tags.
        patched: these, and the properties.
        sandbox: what the compiled code will run in.

    Raises:
        UnprovableError: it has to be rendered by docxtpl itself.
    """
    try:
        parts = tuple(_compiled(part, sandbox) for part in patched.parts)
    except JinjaError as error:
        raise UnprovableError(f"标签写错了：{error.message}") from error
    names = [part.name for part in parts]
    fragile = [part.name for part in parts if part.fragility]
    is_any = Fragility.ANY in (part.fragility for part in parts)
    shared = _shared(source, names) if is_any else {}
    grown = [name for name in names if name in SHARED_PARTS] if is_any else []
    looked_at = tuple(dict.fromkeys((*fragile, *grown, *shared)))
    mould = Mould(source, [*names, *shared, CORE_PROPERTIES])
    return CompiledTemplate(mould, parts, patched.properties, sandbox, shared, looked_at)


def fragility_of(part: PatchedPart, tree: nodes.Template) -> Fragility:
    """What may be unsound in a part every output of which is proved well-formed.

    Raises:
        UnprovableError: it can't be.
    """
    return fragility(proved_skeleton(tree, part.around))


def _compiled(part: PatchedPart, sandbox: Sandbox) -> _Part:
    tree = sandbox.parse(part.source)
    found = fragility_of(part, tree) if part.fragility is None else part.fragility
    code = Template.from_code(sandbox, sandbox.compile(tree, part.name, None), {})
    return _Part(part.name, code, found, part.before, part.after)


def _shared(source: bytes, compiled: Sequence[str]) -> dict[str, bytes]:
    """Parts without tags that may get new entries, for what a loop repeats."""
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        names = package.namelist()
        return {
            part: package.read(part)
            for part in SHARED_PARTS
            if part in names and part not in compiled
        }


def _with_breaks(paragraph: re.Match[str]) -> str:
    """A paragraph with docxtpl's treatment of line breaks and tabs, where it holds any."""
    if not LISTING.search(paragraph[0]):
        return paragraph[0]
    from anjuan.word.patching import with_breaks

    return with_breaks(paragraph[0])
