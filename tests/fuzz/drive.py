"""Coverage-guided fuzzing with atheris, for minutes or hours: `make fuzz MINUTES=20`.

    python tests/fuzz/drive.py reader CORPUS -max_total_time=600

Stops at the first finding: an unexpected exception, an input that takes longer than 5 seconds or
more than 1 GB. The input is left in CORPUS; `python tests/fuzz/drive.py reader CORPUS/crash-…`
runs it again. Inputs worth keeping stay in CORPUS for the next time.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["anjuan", "docxtpl"]):
    from fuzz.targets import TARGETS, Target

LIMITS = ("-timeout=5", "-rss_limit_mb=1024", "-max_len=20000", "-verbosity=0")


def main() -> None:
    """Fuzz one target, or run one input again."""
    name, place, *options = sys.argv[1:]
    target, path = TARGETS[name], Path(place)
    if path.is_file():
        target.run(path.read_bytes())
        return
    path.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (path / f"seed{number}").write_bytes(seed)
    words = _dictionary(target, path.with_suffix(".dict"))
    flags = (f"-dict={words}", f"-artifact_prefix={path}/", *LIMITS, *options)
    atheris.Setup([sys.argv[0], place, *flags], target.run)
    atheris.Fuzz()


def _dictionary(target: Target, path: Path) -> Path:
    """The words of a target as libFuzzer wants them."""
    words = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in target.words)
    path.write_text("".join(f'"{word}"\n' for word in words), encoding="ascii")
    return path


if __name__ == "__main__":
    main()
