"""What people who were reached are to the client: which words say it plainly, and which are kin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from anjuan import Incident, person_key

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


# 近亲属 by 民法典 art. 1045, as they are called.
_NEAR = re.compile(
    "配偶|爱人|丈夫|妻子|老公|老婆|夫|妻|父母|[养继]?[父母]亲?|爸爸?|妈妈?"
    "|子女|[大小二三]?(儿子|女儿)|[长次独养继][子女]"
    "|兄弟|姐妹|兄妹|姐弟|[亲胞]?[兄弟哥姐妹]|亲?(哥哥|弟弟|姐姐|妹妹)"
    "|外?祖[父母]|爷爷|奶奶|外公|外婆|姥爷|姥姥|外?孙子|外?孙女|外孙"
)


def is_plain_relation(word: str) -> bool:
    """True for a word of kinship or acquaintance, which 的 may join to whose it is."""
    return _is_plain(person_key(word))


# The same few words stand in row after row.
@lru_cache(maxsize=1000)
def _is_plain(plain: str) -> bool:
    return bool(_PLAIN.fullmatch(plain)) and not _MORE_THAN_A_WORD.search(plain)


def is_kin(word: str) -> bool:
    """True for a word of kinship."""
    return _is_kin(person_key(word))


@lru_cache(maxsize=1000)
def _is_kin(plain: str) -> bool:
    return plain.endswith(_KIN_WORDS) and not _NOT_KIN.search(plain)


def is_near_kin(word: str) -> bool:
    """True for a spouse, parent, child, sibling, grandparent or grandchild."""
    return bool(_NEAR.fullmatch(person_key(word)))


def relations(rows: Iterable[Incident]) -> dict[str, str]:
    """The people reached and what each is to the client; empty where no row tells it."""
    found: dict[str, str] = {}
    for row in rows:
        told = "" if row.is_about_client else row.relation
        found[row.victim] = found.get(row.victim) or told
    return found
