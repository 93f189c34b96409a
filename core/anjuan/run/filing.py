"""In which folder each case of a job is filed, and which folders have no case any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from anjuan.case.keys import number_key
from anjuan.run.making import CaseJob
from anjuan.run.output import known_folders
from anjuan.run.preparing import Job


def where_it_stands(job: Job) -> Job:
    """The job with the folders of its cases, in whatever form those there have their names."""
    return replace(job, folders=standing_folders(job.folders, job.request.output))


def standing_folders(folders: Mapping[str, str], root: Path) -> Mapping[str, str]:
    """The folders of all cases by 案件编号, in whatever form those there have their names."""
    there = {number_key(name): name for name in known_folders(root)}
    if not there:
        return folders
    keys = [*map(number_key, folders.values())]
    wanted = Counter(keys)
    return {
        # Two cases never share a folder, whatever their names come to.
        number: there.get(key, name) if wanted[key] == 1 else name
        for (number, name), key in zip(folders.items(), keys, strict=True)
    }


def removed_folders(job: Job) -> list[str]:
    """The folders of cases that the workbook no longer has."""
    return sorted(known_folders(job.request.output) - set(job.folders.values()))


def case_jobs(job: Job, places: range | None = None) -> Iterator[CaseJob]:
    """The cases asked for, each with its folder and its errors.

    Args:
        job: the run.
        places: of those that are wanted, one after the other; None = all.
    """
    common = job.errors.get("", ())
    for case in job.cases if places is None else job.cases[places.start : places.stop]:
        errors = (*job.errors.get(case.number, ()), *common)
        yield CaseJob(case, job.folders[case.number], errors)
