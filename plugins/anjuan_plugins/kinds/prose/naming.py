"""What people who were reached are called: by kinship where that is a plain word, and once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from anjuan import Case, Incident, as_told, how_many, person_key

# More people than this are told by their number.
MOST_NAMED = 6
# Words of kinship, two signs each.
_KIN = (
    "爷爷奶奶外公外婆祖父祖母岳父岳母公公婆婆父亲母亲爸爸妈妈父母妻子丈夫老公老婆配偶爱人儿子女儿"
    "哥哥弟弟姐姐妹妹兄弟姐妹叔叔伯父伯伯舅舅姑姑姑妈姨妈阿姨侄子侄女外甥表哥表弟表姐表妹堂哥堂弟"
    "儿媳女婿"
)
_KIN_WORDS = (
    *(_KIN[start : start + 2] for start in range(0, len(_KIN), 2)),
    *("父母", "兄弟", "姐妹", "亲属", "亲戚", "家人", "家属", "嫂子", "妯娌", "连襟", "父", "母"),
)
_OTHER_WORDS = (
    *(
        "同事",
        "同学",
        "校友",
        "朋友",
        "好友",
        "邻居",
        "领导",
        "上司",
        "上级",
        "下属",
        "老板",
        "主管",
    ),
    *(
        "经理",
        "客户",
        "顾客",
        "老师",
        "教师",
        "校长",
        "主任",
        "学生",
        "室友",
        "战友",
        "老乡",
        "同乡",
    ),
    *(
        "房东",
        "房客",
        "租客",
        "合伙人",
        "股东",
        "员工",
        "雇员",
        "雇主",
        "保姆",
        "司机",
        "女友",
        "男友",
    ),
    *(
        "女朋友",
        "男朋友",
        "未婚妻",
        "未婚夫",
        "前妻",
        "前夫",
        "师傅",
        "徒弟",
        "债权人",
        "担保人",
        "保证人",
    ),
    *(
        "共同借款人",
        "紧急联系人",
        "联系人",
        "村干部",
        "村主任",
        "人事",
        "财务",
        "法定代表人",
        "物业",
    ),
)
# 高中同学, 前同事, 单位领导: a word in front says which; 前夫的同事 or 不认识 is more than a word.
_PLAIN = re.compile(
    f"[一-鿿]{{0,4}}(?:{'|'.join(sorted((*_KIN_WORDS, *_OTHER_WORDS), key=len, reverse=True))})"
)
_MORE_THAN_A_WORD = re.compile("[的是有无未不没曾已被与和及或]")
_NOT_KIN = re.compile("同事|同学|朋友|邻居|老师|领导|客户|公司|单位")


def is_plain_relation(word: str) -> bool:
    """True for a word of kinship or acquaintance, which 的 may join to whose it is."""
    plain = person_key(word)
    return bool(_PLAIN.fullmatch(plain)) and not _MORE_THAN_A_WORD.search(plain)


def _closed_up(word: str) -> str:
    """A word without the blanks that made it fill a cell: 母 亲."""
    return as_told("".join(word.split()), word)


def is_kin(word: str) -> bool:
    """True for a word of kinship."""
    plain = person_key(word)
    return plain.endswith(_KIN_WORDS) and not _NOT_KIN.search(plain)


def with_kin(kin: str, name: str) -> str:
    """`母亲李某`; the name alone where it says so itself (同事唐某), or no plain word does."""
    kin = _closed_up(kin)
    if not is_plain_relation(kin) or tells_kin(kin, name):
        return name
    return f"{kin}{name}"


def tells_kin(kin: str, name: str) -> bool:
    """True for a name that holds what its bearer is: 同事唐某, 张磊妻子."""
    return bool(kin) and kin in name


def named(people: Iterable[tuple[str, str]], me: str, most: int = MOST_NAMED) -> str:
    """`本人的父亲陈某、母亲李某、唐某`: whose they are is said once.

    Args:
        people: name and relation to the client of each, relation empty where it is not told.
        me: how the paper calls the client.
        most: how many are named; of more it is said how many they are.
    """
    found = list(people)
    told = [with_kin(kin, name) for name, kin in found[:most]]
    # 本人的同事唐某, whether 同事 stands in one cell or the other; never 本人的唐某.
    joined = [
        is_plain_relation(kin) and (not tells_kin(kin, name) or name.startswith(kin))
        for name, kin in ((name, _closed_up(kin)) for name, kin in found[:most])
    ]
    kin = "、".join(text for text, is_so in zip(told, joined, strict=True) if is_so)
    others = "、".join(text for text, is_so in zip(told, joined, strict=True) if not is_so)
    rest = f"等{how_many(name for name, _ in found)}人" if len(found) > most else ""
    return "、".join(filter(None, (f"{me}的{kin}" if kin else "", others))) + rest


def listing(words: Sequence[str], most: int = MOST_NAMED) -> str:
    """`甲、乙、丙`; a longer list is cut to `甲、乙等8人`."""
    if len(words) <= most:
        return "、".join(words)
    return f"{'、'.join(words[:most])}等{how_many(words)}人"


def reached(case: Case, rows: Iterable[Incident], me: str) -> str:
    """Everybody whom rows reached: `本人以及本人的母亲李某`, `债务人张某`, each once."""
    found = list(rows)
    parts = [me] if any(row.is_about_client for row in found) else []
    if any(row.is_about_debtor for row in found):
        parts.append(f"债务人{case.debtor_name}")
    others = relations(row for row in found if not row.is_about_debtor and not row.is_about_client)
    if others:
        parts.append(named(others.items(), me))
    return "以及".join(parts)


def relations(rows: Iterable[Incident]) -> dict[str, str]:
    """The people reached and what each is to the client; empty where no row tells it."""
    found: dict[str, str] = {}
    for row in rows:
        told = "" if row.is_about_client else row.relation
        found[row.victim] = found.get(row.victim) or told
    return found


def unusual_relations(rows: Iterable[Incident], me: str) -> tuple[str, ...]:
    """A sentence for each relation that is no plain word, as it was typed."""
    others = (row for row in rows if not row.is_about_client and not row.is_about_debtor)
    return tuple(
        f"{name}与{me}的关系：{relation}。"
        for name, relation in relations(others).items()
        if relation and not is_plain_relation(relation)
    )
