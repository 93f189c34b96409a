"""The properties of a Word file that tags are filled in, of whatever length they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.opc.coreprops import CoreProperties
from docxtpl import DocxTemplate
from jinja2 import Environment
from markupsafe import Markup

# Those that docxtpl renders; the title is ours.
RENDERED = ("author", "comments", "identifier", "language", "subject", "title")
_MARK = "\ue000"


def put(properties: CoreProperties, name: str, text: str) -> None:
    """Set a property; python-docx takes no more than 255 characters, a file takes more."""
    setattr(properties, name, _MARK)
    element = next(it for it in properties._element if it.text == _MARK)
    element.text = text


class FilledTemplate(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl, but for the properties: of any length, and not escaped twice."""

    def render_properties(
        self, context: Mapping[str, Any], jinja_env: Environment | None = None
    ) -> None:
        """Fill what stands in the properties."""
        assert jinja_env is not None
        properties = self.docx.core_properties
        for name in RENDERED:
            source = jinja_env.from_string(getattr(properties, name))
            put(properties, name, Markup(source.render(context)).unescape())
