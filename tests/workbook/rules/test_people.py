"""One cell, one person: several names in it are told, and one name is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.checking import problems

from anjuan.problems import Severity
from anjuan.testing import case, incident, write_workbook


def told(tmp_path: Path, client: str = "张三", victim: str = "李四") -> list[tuple[str, Severity]]:
    rows = [incident(受扰人=client), incident(受扰人=victim)]
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(委托人姓名=client)], incidents=rows)
    return [(it.heading, it.severity) for it in problems(book) if it.code == "several-people"]


@pytest.mark.parametrize(
    "names",
    [
        "张三、李四",
        "张三，李四",
        "张三/李四",
        "张三；李四",
        "张三,李四、王五",
        "张三等3人",
        "张三等人",
        "张三等三名",
    ],
)
def test_several_clients_in_a_cell_are_an_error(tmp_path: Path, names: str) -> None:
    assert ("委托人姓名", Severity.ERROR) in told(tmp_path, client=names)


@pytest.mark.parametrize("names", ["张三、李四", "张三；李四"])
def test_rows_of_one_of_several_clients_are_no_further_error(tmp_path: Path, names: str) -> None:
    rows = [incident(受扰人=it, 与委托人关系="本人") for it in ("张三", "李四")]
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(委托人姓名=names)], incidents=rows)

    assert [it.code for it in problems(book) if it.is_error] == ["several-people"]


@pytest.mark.parametrize("names", ["张三和李四", "张三丰与李四", "张小三 李小四"])
def test_what_may_be_one_name_is_a_reminder(tmp_path: Path, names: str) -> None:
    assert ("委托人姓名", Severity.WARNING) in told(tmp_path, client=names)


@pytest.mark.parametrize("names", ["母亲、父亲", "李四，王五", "李四等3人", "李四和王五五"])
def test_several_people_reached_are_a_reminder_that_they_count_as_one(
    tmp_path: Path, names: str
) -> None:
    assert ("受扰人", Severity.WARNING) in told(tmp_path, victim=names)


@pytest.mark.parametrize(
    "name",
    [
        "张和平",
        "欧阳和平",
        "阿卜杜拉·买买提",
        "阿卜杜拉•买买提",
        "张 磊",
        "Smith, John",
        "LEE/JOHN",
        "等等",
        "宋与",
        "张三（曾用名李四、王五）",
    ],
)
def test_the_name_of_one_person_is_left_alone(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, client=name) == []
