"""What `kind.toml` may say about a kind without code: one table of settings.

From it come the reader and its messages, and with `make reference` the file that a new kind begins
with and the table on the lawyers' page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Annotated

from anjuan.errors import ConfigError
from anjuan.frozen import frozen
from anjuan.messages import public
from anjuan.plugin.kinds import API_VERSION, NOTHING_SAID, HandingIn
from anjuan.settings import Setting, read_record

MANIFEST_NAME = "kind.toml"
Texts = tuple[str, ...]


@frozen(kw_only=True)
class Bounds:
    """How much a number has to be.

    Attributes:
        at_least, at_most: the bounds, included; None = none.
    """

    at_least: int | None = None
    at_most: int | None = None


# What has to stand in a column: something or nothing, one of these words, or so much.
Wanted = bool | Texts | Bounds


@frozen(kw_only=True)
class Manifest:
    """The settings of a kind without code; headings are those of the workbook, own ones included.

    Attributes:
        api: version of the interface it was written for.
        title: the kind's title; empty = the folder's name.
        help: who gets it; empty = the title.
        also_called: other words for it in the 文书 cell.
        recipients: columns of 案件: a document for each that is filled.
        addressee: one recipient, the same for every case.
        each: a column of a row sheet: a document for each distinct value.
        left_out: columns (`except`); a value that stands in one of them gets none.
        required: columns and sheets without which a case is refused.
        by_hand: columns whose empty cells leave a line to write on.
        within: keys of periods (law/data/courts.toml) that it has to be handed in within.
        template: a file name; empty = the only .docx in the folder.
        file_name: what follows the number in the file name; empty = title and recipient.
        on_request: made only where it is asked for by name.
        applies: columns, sheets, counts and 事项, and what must stand there.
        applies_any: likewise; one of them is enough.
        handing_in: how it is handed in, for the list 递交清单.
    """

    api: Annotated[int, Setting("接口的版本，不用改。", "api = 1")] = API_VERSION
    title: Annotated[str, Setting("文书名；不写就用文件夹的名字。", 'title = "催告函"')] = ""
    help: Annotated[
        str, Setting("给谁的一句说明，列在 anjuan documents 里。", 'help = "寄给债权人。"')
    ] = ""
    also_called: Annotated[
        Texts,
        Setting("案件表的“文书”一栏里，还可以怎样叫它。", 'also_called = ["催告", "催款函"]'),
    ] = ()
    recipients: Annotated[
        Texts,
        Setting(
            "收文单位取自案件表的哪几列，填了几家就出几份。"
            "也可以取自办理记录，如 办理.报案.机构，几家符合条件就出几份。"
            "recipients、addressee、each 只能写一项；都不写就出一份，不写收文单位。",
            'recipients = ["债权人"]',
        ),
    ] = ()
    addressee: Annotated[str, Setting("每个案件都寄给同一家。", 'addressee = "某某调解委员会"')] = (
        ""
    )
    each: Annotated[
        str,
        Setting(
            "某张表某一列的每个不同的值各出一份，如每位受扰人一份；"
            "模板里的“相关记录”是与这份有关的那几行。",
            'each = "骚扰记录.受扰人"',
        ),
    ] = ""
    left_out: Annotated[
        Texts,
        Setting(
            "和 each 一起用：也填在这些列里的值不出。", 'except = ["委托人姓名"]', key="except"
        ),
    ] = ()
    required: Annotated[
        Texts,
        Setting(
            "非填不可的列或工作表，您自己加的列和 办理.报案.文号 这样的也可以写；"
            "没填的案件不出这份文书，并指明单元格。",
            'required = ["律师事务所", "证据"]',
        ),
    ] = ()
    by_hand: Annotated[
        Texts,
        Setting(
            "空着时在文书里留一条线手填的列，检查时提醒一次；您自己的列，案件表里没有也行。"
            "模板里写成 判决生效日期 or '＿＿＿＿'。",
            'by_hand = ["邮编", "判决生效日期"]',
        ),
    ] = ()
    within: Annotated[
        Texts,
        Setting(
            "要在哪些期限以内提出，写 anjuan deadlines --json 里的 id。快到和已过的，检查时提醒；"
            "已过的点名才出，模板里写 {% if 期限已过 %} 留出写理由的地方。"
            "recipients 写 办理 里的机构时不能用。",
            'within = ["review-refused"]',
        ),
    ] = ()
    template: Annotated[
        str,
        Setting("模板的文件名；文件夹里只有一个 .docx 时不用写。", 'template = "催告函.docx"'),
    ] = ""
    file_name: Annotated[
        str,
        Setting("文件名里写在编号后面的部分。", 'file_name = "{{ 文书名 }}_{{ 收文单位 }}"'),
    ] = ""
    on_request: Annotated[
        bool,
        Setting(
            "true 是点名才出：“文书”一栏写了它，用 -d 指定，或者在案卷台里加上，才出这份文书。",
            "on_request = true",
        ),
    ] = False
    applies: Annotated[
        Mapping[str, Wanted],
        Setting(
            "什么案件才出这份文书，几条都要满足：true 是填了，false 是空着；文字是等于其中之一，"
            "数目和日期也写在引号里；数目还可以写至少（at_least）、至多（at_most）多少。"
            "“是/否”列的 true 是“是”，false 是“否”。"
            "办理记录和统计怎样写，见文档“自己做一种文书”第七节。",
            '"委托人身份" = "债务人本人"\n'
            '"债权人.机构类型" = ["商业银行", "消费金融公司"]\n'
            '"证据" = true\n'
            '"办理.报案.未答复天数" = { at_least = 60 }',
        ),
    ] = field(default_factory=dict)
    applies_any: Annotated[
        Mapping[str, Wanted],
        Setting(
            "写法同上，但几条里满足一条就够；和 applies 一起写的，两边都要满足。",
            '"统计.距末日天数" = { at_most = 15 }\n"统计.威胁次数" = { at_least = 1 }',
        ),
    ] = field(default_factory=dict)
    handing_in: Annotated[
        HandingIn,
        Setting(
            "递交清单里怎样写这份文书：没有收文单位的交给谁、谁签名盖章、几份、怎样交、附什么、带什么、何时之前。"
            "每一项写一句，可以用模板里的名字；不写的，清单里留一道横线。",
            'to = "债权人"\n'
            'signed_by = "{{ 委托人.姓名 }}签名"\n'
            'copies = "交1份，自留1份"\n'
            'ways = "挂号信寄送，留存收据"\n'
            'attach = "债权凭证复印件"\n'
            'bring = "委托人身份证"\n'
            'due = "{{ 案件.举证期限 }}"',
        ),
    ] = NOTHING_SAID


def read_manifest(path: Path) -> Manifest:
    """The settings of a kind.

    Raises:
        ConfigError: the file can't be read, says what nobody knows, or contradicts itself.
    """
    manifest = read_record(path, Manifest)
    if manifest.api > API_VERSION:
        most = public(API_VERSION)
        raise ConfigError(
            "配置文件 {} 的 api = {}，本程序只到 {}。请升级 anjuan，或改成 {}。",
            *(path, public(manifest.api), most, most),
        )
    ways = {
        "recipients": manifest.recipients,
        "addressee": manifest.addressee,
        "each": manifest.each,
    }
    given = [key for key, value in ways.items() if value]
    if len(given) > 1:
        raise ConfigError("配置文件 {} 里的 {} 只能写其中一项。", path, public(given))
    if manifest.left_out and not manifest.each:
        raise ConfigError("配置文件 {} 的 except 要和 each 一起用。", path)
    return manifest
