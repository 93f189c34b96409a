"""The civil complaint by other programs: docxtemplater, carbone, docx-mailmerge2, docxtpl, anjuan.

`make bench` runs it. The other programs get the shipped template as it looks for one case, with
its conditions decided and its loops unrolled: less work than docxtpl and anjuan have, who get the
template itself. Each contender is a process of its own that writes its files; rounds are
interleaved. Those whose program is not installed are left out, and that is said.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

from memory import peak_memory
from sample import sample_names

from anjuan.word.compiling import compile_template
from anjuan.word.proving import prove
from anjuan.word.rendering import render
from anjuan.word.sandbox import traced
from anjuan.word.views import Trace

ROUNDS = 3
COUNTS = {
    "docxtpl": 60,
    "anjuan": 3000,
    "docx-mailmerge2": 150,
    "docxtemplater": 150,
    "carbone": 150,
}
_TOKEN = re.compile("⟦([0-9]+)⟧")
_NODE_PACKAGES = ("docxtemplater@3", "pizzip@3", "carbone@3")


class _Tokens:
    """Makes a numbered token of every value that is printed, and keeps the values."""

    def __init__(self) -> None:
        self.values: list[str] = []

    def __call__(self, value: object) -> str:
        # What was put together of values has their tokens inside.
        text = _TOKEN.sub(lambda token: self.values[int(token[1])], str(value))
        self.values.append(text)
        return f"⟦{len(self.values) - 1}⟧"


def unrolled(folder: Path) -> dict[str, str]:
    """Write the others' templates; returns the values by field name."""
    document, names, sandbox = sample_names()
    tokens = _Tokens()
    compiled = compile_template(document.kind.template.read_bytes(), sandbox)
    content, _ = compiled.render(names, Trace(mark=tokens), document.title)
    plain = folder / "plain.docx"
    plain.write_bytes(content)
    _rewrite(plain, folder / "docxtemplater.docx", lambda number: f"{{f{number}}}")
    _rewrite(plain, folder / "carbone.docx", lambda number: f"{{d.f{number}}}")
    field = (
        '</w:t></w:r><w:fldSimple w:instr=" MERGEFIELD f{} "><w:r><w:t>x</w:t></w:r>'
        '</w:fldSimple><w:r><w:t xml:space="preserve">'
    )
    _rewrite(plain, folder / "mailmerge.docx", field.format)
    return {f"f{number}": value for number, value in enumerate(tokens.values)}


def _rewrite(source: Path, target: Path, mark: Callable[[str], str]) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = _TOKEN.sub(lambda found: mark(found[1]), content.decode()).encode()
            new.writestr(name, content)


def main() -> None:
    """Every contender in turns, each in a process of its own."""
    folder = Path(tempfile.mkdtemp())
    try:
        (folder / "values.json").write_text(json.dumps(unrolled(folder)), encoding="utf-8")
        commands = _in_python(folder) | _installed(folder)
        rounds = [
            {name: _one(command) for name, command in commands.items()} for _ in range(ROUNDS)
        ]
    finally:
        shutil.rmtree(folder)
    print(f"one civil complaint, files written, median of {ROUNDS} rounds")
    for name in commands:
        speed = statistics.median(result[name][0] for result in rounds)
        ratio = statistics.median(result["anjuan"][0] / result[name][0] for result in rounds)
        memory = max(result[name][1] for result in rounds)
        print(f"  {name:16}{speed:8.0f} documents/s  anjuan is {ratio:5.1f}x  {memory:5.0f} MB")


def _in_python(folder: Path) -> dict[str, list[str]]:
    names = ["docxtpl", "anjuan", "docx-mailmerge2"]
    if find_spec("mailmerge") is None:
        print(f"{names.pop()} is not installed: left out")
    return {name: [sys.executable, __file__, name, str(folder)] for name in names}


def _installed(folder: Path) -> dict[str, list[str]]:
    """Commands of the programs that need node; none where it or its packages can't be had."""
    if not shutil.which("npm"):
        print("node is not installed: docxtemplater and carbone left out")
        return {}
    command = ["npm", "install", "--silent", "--prefix", str(folder), *_NODE_PACKAGES]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        print("docxtemplater and carbone can't be installed: left out")
        return {}
    script = str(Path(__file__).with_suffix(".js"))
    return {
        name: ["node", script, name, str(folder), str(COUNTS[name])]
        for name in ("docxtemplater", "carbone")
    }


def _one(command: list[str]) -> tuple[float, float]:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    speed, memory = done.stdout.split()[-2:]
    return float(speed), float(memory)


def contend(name: str, folder: Path) -> None:
    """Make one contender's documents and print its speed and its peak memory."""
    values = json.loads((folder / "values.json").read_text(encoding="utf-8"))
    work = {"docxtpl": _docxtpl, "anjuan": _anjuan, "docx-mailmerge2": _mailmerge}[name](
        folder, values
    )
    out = Path(tempfile.mkdtemp(dir=folder))
    work(out / "first.docx")
    began = time.perf_counter()
    for number in range(COUNTS[name]):
        work(out / f"{number}.docx")
    speed = COUNTS[name] / (time.perf_counter() - began)
    print(speed, peak_memory())


def _docxtpl(folder: Path, values: Mapping[str, str]) -> Callable[[Path], None]:
    from docxtpl import DocxTemplate

    document, names, sandbox = sample_names()
    ready = dict(names)

    def work(path: Path) -> None:
        made = DocxTemplate(document.kind.template)
        made.render(traced(ready, Trace()), sandbox, autoescape=True)
        made.save(path)

    return work


def _anjuan(folder: Path, values: Mapping[str, str]) -> Callable[[Path], None]:
    document, names, sandbox = sample_names()

    def work(path: Path) -> None:
        trace = Trace()
        rendered = render(document.kind.template, names, trace, document.title, sandbox)
        assert not prove(rendered, trace)
        path.write_bytes(rendered.content)

    return work


def _mailmerge(folder: Path, values: Mapping[str, str]) -> Callable[[Path], None]:
    from mailmerge import MailMerge

    def work(path: Path) -> None:
        with MailMerge(str(folder / "mailmerge.docx")) as merge:
            merge.merge(**values)
            merge.write(str(path))

    return work


if __name__ == "__main__":
    contend(sys.argv[1], Path(sys.argv[2])) if len(sys.argv) > 1 else main()
