"""The page of all papers, for lawyers: for each kind who gets it, when, and on what law.

The law is what the papers of the sample cases cite: a page that lists what a template could cite
would promise more than a case bears.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from anjuan.cli.commands.documents import needed_headings
from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import Kind

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
_CITED = re.compile(r"《([^《》]+)》((?:第[一二三四五六七八九十百千零之]+[条款项]|[、和])+)")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百千零]+条(?:之[一二三四五])?")
# Which papers a lawyer looks for at which moment of a case; each kind at one.
MOMENTS: Mapping[str, tuple[str, ...]] = {
    "接受委托": ("risk-notice", "client-interview", "out-of-court-power"),
    "先要求停止、删除": (
        "lawyer-letter", "client-letter", "platform-complaint", "information-request",
    ),
    "投诉、举报": (
        "regulator-report", "report-reminder", "complaint-review", "cyberspace-report",
        "credit-complaint",
    ),
    "报案": ("police-statement",),
    "报案没有结果": (
        "review-application", "administrative-complaint", "criminal-review", "filing-supervision",
    ),
    "来电不停，等不到判决": (
        "personality-injunction", "conduct-preservation", "evidence-preservation",
    ),
    "起诉、立案": (
        "civil-complaint", "evidence-list", "power-of-attorney", "address-confirmation",
        "fee-relief", "kinship-certificate",
    ),
    "举证期限届满以前": (
        "document-production", "evidence-collection", "investigation-order",
        "recording-transcript", "witness-statement", "witness-application", "unit-certificate",
    ),
    "起诉以后查明催收机构": ("added-defendant",),
    "与对方谈成了": ("settlement-agreement", "withdrawal"),
    "判决以后对方不履行": ("enforcement-application",),
    "愿意还款": ("repayment-proposal",),
}  # fmt: skip
_BEGINNING = """# 全部文书

每种文书给谁、什么时候用、离不开哪些列、引用什么法条。
法条以示例案件里印出的为准，您的案件按行为时、落款时的法律另行选用。
“点名才出”的，在案件表的“文书”一栏写上它的名字才出。
几份、谁签、怎样交，见每个案件的递交清单（`--then 递交清单`）。

{moments}

![各种文书的第一页](pictures/papers.png)

<!-- 由程序生成（make reference），请勿手改 -->
"""


def papers_page() -> str:
    """The page."""
    kinds = Plugins.load(outside=False).kinds
    beginning = _BEGINNING.format(moments=_moments(kinds))
    lines = (line for kind in kinds.values() for line in _told(kind))
    return "\n".join((beginning, *lines)).rstrip() + "\n"


def _moments(kinds: Mapping[str, Kind]) -> str:
    rows = (
        f"| {moment} | {'、'.join(f'[{kinds[it].title}](#{kinds[it].title})' for it in names)} |"
        for moment, names in MOMENTS.items()
    )
    return "\n".join(("| 办到哪一步 | 用哪几种 |", "|---|---|", *rows))


def sample_of(kind: Kind) -> str:
    """`A001/07_报案材料_…`: the first paper of a kind among those of the sample cases."""
    name = re.compile(rf"[0-9]+_{re.escape(kind.title)}(_.*)?")
    found = (path for path in sorted(GOLDEN.rglob("*.txt")) if name.fullmatch(path.stem))
    return next(found).relative_to(GOLDEN).with_suffix("").as_posix()


def _told(kind: Kind) -> Iterator[str]:
    words = [word for word in (kind.title, *kind.also_called) if word]
    yield from (f"## {kind.title}", "", kind.help.replace("点名才出。", ""), "")
    yield f"- 什么时候出：{'点名才出' if kind.on_request else '案件适用就出'}"
    if needed := needed_headings(kind):
        yield f"- 离不开：{'、'.join(needed)}"
    if laws := _laws(kind):
        yield f"- 示例里引用：{'；'.join(laws)}"
    if len(words) > 1:
        yield f"- 也可以叫：{'、'.join(words[1:])}"
    yield f"- `{kind.name}`"
    yield ""


def _laws(kind: Kind) -> list[str]:
    """`《民法典》第一千零三十二条`: each law with the articles that a sample paper cites."""
    text = (GOLDEN / f"{sample_of(kind)}.txt").read_text(encoding="utf-8")
    found: dict[str, dict[str, None]] = {}
    for law, cited in _CITED.findall(text):
        articles = found.setdefault(law.removeprefix("中华人民共和国"), {})
        articles |= dict.fromkeys(_ARTICLE.findall(cited))
    return [f"《{law}》{'、'.join(articles)}" for law, articles in found.items()]
