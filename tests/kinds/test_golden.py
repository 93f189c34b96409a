"""Every document of every sample case, word for word.

`make golden` rewrites the files; the diff is the review of what changed for the reader.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from support.runs import (
    ROOT,
    STORY_WORKBOOK,
    Generate,
    Generated,
    generate_into,
    shipped_plugins,
)
from tools.docx_text import docx_text

from anjuan.resources import SAMPLE_WORKBOOK

GOLDEN = ROOT / "tests/golden"


@pytest.fixture
def samples(generate: Generate) -> Generated:
    return generate(SAMPLE_WORKBOOK)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """One case at four moments: from the first request to enforcement."""
    return generate_into(tmp_path_factory.mktemp("story"), STORY_WORKBOOK)


def test_every_sample_document_reads_as_it_did(
    samples: Generated, story: Generated, request: pytest.FixtureRequest
) -> None:
    actual = {
        f"{outcome.case}/{Path(outcome.path).stem}.txt": docx_text(made.folder / outcome.path)
        for made in (samples, story)
        for outcome in made.report.documents
    }

    if request.config.getoption("--update-golden"):
        _rewrite(actual)
    expected = {
        path.relative_to(GOLDEN).as_posix(): path.read_text(encoding="utf-8")
        for path in GOLDEN.rglob("*.txt")
    }
    assert sorted(actual) == sorted(expected)
    for name, text in actual.items():
        assert text == expected[name], name


def _rewrite(texts: dict[str, str]) -> None:
    for path in GOLDEN.rglob("*.txt"):
        path.unlink()
    for name, text in texts.items():
        path = GOLDEN / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def test_every_sample_document_is_written(samples: Generated, story: Generated) -> None:
    for made in (samples, story):
        assert {outcome.state.value for outcome in made.report.documents} == {"written"}
        assert made.report.is_clean


def test_the_samples_cover_all_kinds_and_situations(samples: Generated) -> None:
    kinds = {(outcome.case, outcome.kind) for outcome in samples.report.documents}

    # Issue 2: online loan, credit card, suing contact, outsourced collector, required cells only.
    assert {
        ("A001", "platform-complaint"),
        ("A001", "regulator-report"),
        ("A001", "police-statement"),
        ("A002", "platform-complaint"),
        ("A002", "regulator-report"),
        ("A003", "civil-complaint"),
        ("A004", "civil-complaint"),
        ("A005", "police-statement"),
    } <= kinds
    # The letter in each standing of a client.
    assert {("A003", "lawyer-letter"), ("A004", "lawyer-letter")} <= kinds
    # Instalments for an online loan, and for a credit card, where another rule is cited.
    assert {("A001", "repayment-proposal"), ("A002", "repayment-proposal")} <= kinds


def test_every_kind_is_made_of_a_sample_case(samples: Generated, story: Generated) -> None:
    made = {it.kind for one in (samples, story) for it in one.report.documents}

    assert made == set(shipped_plugins().kinds)


@pytest.mark.parametrize("trace", ["{{", "}}", "{%", "None", "nan", "00:00:00", "1e+17", "｛｛"])
def test_no_sample_document_shows_a_trace_of_the_machinery(
    samples: Generated, story: Generated, trace: str
) -> None:
    assert trace not in samples.texts()
    assert trace not in story.texts()


def test_awkward_names_survive_as_typed(samples: Generated) -> None:
    minimal = [outcome for outcome in samples.report.documents if outcome.case == "A005"]

    assert len(minimal) == 4
    for outcome in minimal:
        assert "A&B <c>公司员工“引号”" in docx_text(samples.folder / outcome.path)
