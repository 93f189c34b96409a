"""What is wrong with a Word template, and where a lawyer finds it."""

from __future__ import annotations

from anjuan.frozen import frozen
from anjuan.problems import Rule, Severity

EXTERNAL = Rule("external", "引用了文件以外的内容。")
REFUSED = Rule("refused", "模板里不能用的写法。")

# Who signs the comments in a marked copy (comments.py).
SIGNATURE = "案卷"


@frozen
class Finding:
    """What is wrong, before it is known where it stands.

    Attributes:
        rule: what is wrong in general; a template with an error can't be used.
        message: what is wrong, one Chinese sentence.
        remedy: what to do, one Chinese sentence.
        start: where in the paragraph's text it begins.
        end: where it ends; 0 = the whole paragraph is meant.
    """

    rule: Rule
    message: str
    remedy: str
    start: int = 0
    end: int = 0


@frozen
class Fault:
    """One fault of a template.

    Attributes:
        part: name of the part in the package (`word/document.xml`); empty for the whole file.
        place: where a reader finds it: `表 2 第 3 行第 1 格`.
        text: the paragraph, shortened to what stands around the fault.
        rule: what is wrong in general; a template with an error can't be used.
        message: what is wrong, one Chinese sentence.
        remedy: what to do, one Chinese sentence.
        paragraph: number of the paragraph among all of its part, from 0; -1 = none.
        offset: where in the paragraph's text it begins.
    """

    part: str
    place: str
    text: str
    rule: Rule
    message: str
    remedy: str
    paragraph: int = -1
    offset: int = 0

    @property
    def code(self) -> str:
        """The stable name of what is wrong, listed in docs/reference.md."""
        return self.rule.code

    @property
    def is_error(self) -> bool:
        """True when the template can't be used."""
        return self.rule.severity is Severity.ERROR

    def __str__(self) -> str:
        """One line for a lawyer's eyes."""
        quoted = f"“{self.text}”" if self.text else ""
        return f"{self.place}{quoted}：{self.message}{self.remedy}"

    def as_json(self) -> dict[str, str]:
        """For programs."""
        return {
            "part": self.part,
            "place": self.place,
            "text": self.text,
            "severity": self.rule.severity.value,
            "code": self.code,
            "message": self.message,
            "remedy": self.remedy,
        }
