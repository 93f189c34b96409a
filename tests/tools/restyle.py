"""One look for all templates: `make restyle` copies it from templates/civil-complaint.

Styles, fonts and settings are changed in that one file, in Word; this gives them to the others.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from anjuan.opc import reproducible
from anjuan.word.persons import without_persons

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "templates" / "civil-complaint" / "民事起诉状.docx"
LOOK = ("word/styles.xml", "word/fontTable.xml", "word/settings.xml", "word/theme/theme1.xml")


def templates() -> list[Path]:
    """Every template that comes with the program."""
    folders = (ROOT / "templates", ROOT / "core" / "anjuan" / "plugin" / "scaffolds")
    return sorted(path for folder in folders for path in folder.rglob("*.docx"))


def look(path: Path) -> dict[str, bytes]:
    """The parts that make up a template's look."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in LOOK}


def restyled(path: Path) -> bytes:
    """A template with the model's look and no traces of its makers."""
    model = look(MODEL)
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, model.get(entry.filename) or old.read(entry))
    return reproducible(without_persons(out.getvalue()))


if __name__ == "__main__":
    for template in templates():
        template.write_bytes(restyled(template))
