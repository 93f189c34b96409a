"""What is wrong with a Word template, and where a lawyer finds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from anjuan.problems import Severity

# Who signs the comments in a marked copy (annotating.py).
COMMENT_AUTHOR = "案卷"

# Every code a fault can carry, and what it stands for.
FAULT_CODES: Mapping[str, str] = MappingProxyType(
    {
        "unclosed-tag": "标签只有开头的括号，没有结尾的括号。",
        "stray-bracket": "标签只有结尾的括号，或两端的括号不配对。",
        "full-width-bracket": "标签用了全角的括号。",
        "full-width-sign": "标签里面用了全角的标点。",
        "curly-quote": "标签里面用了中文引号，会被当作英文引号。",
        "syntax": "标签里面的写法不对。",
        "single-bracket": "名字外面只有一层花括号，会原样印出来。",
        "unknown-tag": "没有这种标签。",
        "detached-prefix": "p、tr、tc、r 要紧跟在 {% 后面。",
        "sign-in-tag": "独占段落或行的标签里不能有 % 和 }。",
        "prefixed-print": "带 p、tr、tc、r 的打印标签印不出文字。",
        "refused": "模板里不能用的写法。",
        "unclosed-block": "if 或 for 没有结束。",
        "stray-end": "结束标签前面没有对应的开头。",
        "crossed-blocks": "两组标签互相交叉。",
        "other-paragraph": "开头和结束不在同一段里。",
        "other-place": "开头和结束不在同一处（同一单元格、同一张表、同一行）。",
        "other-prefix": "开头和结束的前缀不一样。",
        "split-looks": "一个标签的前后几个字格式不同。",
        "split-content": "标签中间夹着制表符、换行、图形之类，会丢失。",
        "split-boundary": "标签跨过了超链接、书签之类的边界。",
        "text-beside": "独占段落、行或单元格的标签旁边还有内容，会丢失。",
        "outside-table": "tr、tc 标签不在表格里。",
        "tracked-tag": "标签在修订标记里。",
        "boxed-tag": "标签在文本框里。",
        "field-tag": "标签在域代码里。",
        "unfilled-tag": "标签所在的地方不会被填写。",
        "unknown-name": "没有这个名字。",
        "doubtful-name": "没有这个名字，只是判断它有没有。",
        "not-a-list": "不是清单，不能逐项列出。",
        "unprintable": "是清单，不能直接印出来。",
        "unknown-filter": "没有这个过滤器。",
        "unknown-test": "is 后面的判断不存在。",
        "old-identity": "留有身份证号。",
        "old-phone": "留有手机号码。",
        "old-account": "留有像银行卡号的数字。",
        "old-case-number": "留有法院案号。",
        "old-name": "留有当事人的姓名。",
        "old-client": "留有案件表里委托人或债务人的资料。",
        "author": "文档属性里有作者或单位。",
        "comment-author": "批注会留在文书里。",
        "tracked-change": "修订会留在文书里。",
        "hidden-text": "有隐藏文字。",
        "macros": "带有宏。",
        "external": "引用了文件以外的内容。",
        "entities": "含有 DOCTYPE 或 ENTITY。",
        "too-large": "文件太大，或里面的部件太多。",
        "broken-part": "里面有一个部件损坏。",
        "not-docx": "不是 .docx 格式的内容。",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, before it is known where it stands.

    Attributes:
        code: one of `FAULT_CODES`.
        message: what is wrong, one Chinese sentence.
        remedy: what to do, one Chinese sentence.
        severity: a template with an error can't be used.
        start: where in the paragraph's text it begins.
        end: where it ends; 0 = the whole paragraph is meant.
    """

    code: str
    message: str
    remedy: str
    severity: Severity = Severity.ERROR
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault of a template.

    Attributes:
        part: name of the part in the package (`word/document.xml`); empty for the whole file.
        place: where a reader finds it: `表 2 第 3 行第 1 格`.
        text: the paragraph, shortened to what stands around the fault.
        message: what is wrong, one Chinese sentence.
        remedy: what to do, one Chinese sentence.
        code: one of `FAULT_CODES`.
        severity: a template with an error can't be used.
        paragraph: number of the paragraph among all of its part, from 0; -1 = none.
        offset: where in the paragraph's text it begins.
    """

    part: str
    place: str
    text: str
    message: str
    remedy: str
    code: str
    severity: Severity = Severity.ERROR
    paragraph: int = -1
    offset: int = 0

    @property
    def is_error(self) -> bool:
        """True when the template can't be used."""
        return self.severity is Severity.ERROR

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
            "severity": self.severity.value,
            "code": self.code,
            "message": self.message,
            "remedy": self.remedy,
        }
