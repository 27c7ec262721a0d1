"""Files made to hurt: what becomes of each, and that it stays within its share of processor and memory."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

from benchmarks.hostile.pdfs import PDFS
from benchmarks.hostile.word import DOCXS
from profiles.extraction.running import ROOT
from profiles.uploads import UnfitFile, recognise

pytestmark = pytest.mark.once

EXPECTED = {f"{name}.pdf": outcomes for name, (_build, outcomes) in PDFS.items()}
EXPECTED |= {f"{name}.docx": outcomes for name, (_build, outcomes, _taken) in DOCXS.items()}
EXPECTED |= {"5 MB without a line end.txt": {"read"}, "5 MB of blanks.txt": {"read"}}

CPU_SECONDS = 3.5  # the kernel looks at the limit of 3 now and then
MEMORY_MB = 512
MUTANTS = int(os.environ.get("RUNGS_MUTANTS", "200"))


def command(*arguments):
    """In a small process of its own: what a child inherits counts into its peak."""
    found = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(found.stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def rows(folder):
    return command("benchmarks.hostile", "--json", "--folder", str(folder))


def test_each_hostile_file_ends_as_it_should(rows):
    found = {row["name"]: row["reading"] for row in rows}

    assert found.keys() == EXPECTED.keys()
    assert {name: end for name, end in found.items() if end not in EXPECTED[name]} == {}


def test_no_hostile_file_uses_more_than_its_share(rows):
    greedy = [r for r in rows if r["cpu_seconds"] > CPU_SECONDS or r["peak_mb"] > MEMORY_MB]

    assert greedy == []


def test_the_limit_on_processor_time_is_what_ends_a_file_that_no_other_limit_meets(rows):
    ended = {row["name"]: row["signal"] for row in rows if row["signal"]}

    assert "50 pages of 160,000 operators.pdf" in ended


def test_mutants_of_good_files_break_nothing():
    found = command("benchmarks.hostile.mutants", "--n", str(MUTANTS))

    assert sum(found["outcomes"].values()) == MUTANTS
    assert found["outcomes"].keys() <= {"read", "no_text", "locked", "unreadable"}
    assert found["outcomes"]["read"] > MUTANTS / 10
    assert found["most_cpu_seconds"] <= CPU_SECONDS
    assert found["most_peak_mb"] <= MEMORY_MB


def test_the_upload_form_refuses_what_the_list_of_parts_gives_away(rows, folder):
    for name, (_build, _outcomes, is_taken) in DOCXS.items():
        try:
            recognise(io.BytesIO(Path(folder, f"{name}.docx").read_bytes()))
        except UnfitFile:
            assert not is_taken, name
        else:
            assert is_taken, name


def test_the_list_of_60000_parts_is_not_even_read(rows, folder):
    content = Path(folder, "60,000 parts.docx").read_bytes()

    with mock.patch("zipfile.ZipFile", side_effect=AssertionError), pytest.raises(UnfitFile):
        recognise(io.BytesIO(content))
