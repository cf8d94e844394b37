"""Hostile texts go through every export there is, and do no harm where the file is opened.

The exports are found from the registries and from the commands themselves, so that a new format is
fed and checked without a change here, and a new kind of file fails until somebody has a check.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from extraction.exporters import exporters
from extraction.exporters.pages import ENDINGS
from extraction.sessions.sheet_files import ENDINGS as SHEET_ENDINGS
from screening.app import app
from screening.prisma import Form
from screening.prisma.drawing import Image
from screening.sessions.decision_form import FORMATS
from screening.writers import writers
from tests.commands.running import tamis
from tests.hostile.places import faults_of, terminal_faults
from tests.hostile.running import BY, all_faults, made_by, shown
from tests.hostile.texts import HOSTILE, SURROGATES, hostile_review

# Commands that only act, play or wait; what they print of records is printed by others too.
_NOT_ASKED = {
    "demo", "doctor", "screen", "simulate", "rank", "init", "undo", "export", "report",
    "calibrate", "move", "duplicates find", "duplicates review", "duplicates undo", "studies undo",
    "themes propose", "themes review", "extract propose", "findings propose", "protocol restore",
}  # fmt: skip


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_review(tmp_path_factory.mktemp("hostile") / "review")


@pytest.mark.parametrize("name", [writer.name for writer in writers()])
def test_records(review: Path, tmp_path: Path, name: str) -> None:
    extension = next(at.extension for at in writers() if at.name == name)
    out = tmp_path / f"records{extension}"
    made_by("export", "records", "-C", review, "--format", name, "--out", out)
    assert all_faults(tmp_path) == []


@pytest.mark.parametrize("name", [exporter.name for exporter in exporters()])
def test_themes(review: Path, tmp_path: Path, name: str) -> None:
    made_by("export", "themes", "-C", review, "--format", name, "--out", tmp_path)
    assert all_faults(tmp_path) == []


@pytest.mark.parametrize("ending", SHEET_ENDINGS)
def test_the_extraction_table(review: Path, tmp_path: Path, ending: str) -> None:
    table = tmp_path / f"table{ending}"
    made_by("extract", "export", table, "-C", review)
    assert all_faults(tmp_path) == []
    if ending == ".json":
        return
    copy = tmp_path / "copy"
    shutil.copytree(review, copy)
    made_by("extract", "import", table, "-C", copy)


def test_missing_full_texts(review: Path) -> None:
    for form, ending in (("--csv", ".csv"), ("--json", ".jsonl")):
        done = tamis("fulltext", "missing", "--all", form, "-C", review, by=BY)
        assert done.code == 0, done.err
        assert len(done.out.splitlines()) > len(HOSTILE) / 4
        assert list(faults_of(f"missing{ending}", done.out.encode())) == []


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("page", ["cerqual", "entreq"])
def test_pages(review: Path, tmp_path: Path, page: str, ending: str) -> None:
    made_by("synthesis", page, "-C", review, "--out", tmp_path / f"page{ending}")
    assert all_faults(tmp_path) == []


def test_pictures(review: Path, tmp_path: Path) -> None:
    made_by("synthesis", "figures", "-C", review, "--out", tmp_path)
    assert all_faults(tmp_path) == []


@pytest.mark.parametrize("form", list(Form))
def test_the_flow(review: Path, tmp_path: Path, form: Form) -> None:
    names = [tmp_path / f"flow.{image}" for image in Image]
    outs = [part for name in names for part in ("--out", name)]
    made_by("prisma", "-C", review, "--form", form, *outs, "--template", tmp_path / "prisma.csv")
    assert all_faults(tmp_path) == []


def test_package_and_report(review: Path, tmp_path: Path) -> None:
    made_by("export", "package", "-C", review, "--out", tmp_path / "review.zip", "--so-far")
    made_by("report", "-C", review, "--out", tmp_path / "report.html")
    assert all_faults(tmp_path) == []
    done = tamis("replay", tmp_path / "review.zip")
    assert done.code == 0, done.err


def test_forms_and_bundles(review: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(review, copy)
    (tmp_path / "made").mkdir()
    for number, kind in enumerate(FORMATS):
        out = tmp_path / "made" / f"form{number}.{kind}"
        made_by("decide", "--template", kind, "--output", out, "--stage", "fulltext", "-C", copy)
    made_by("bundle", "make", BY, "--out", tmp_path / "made" / "part.tamis", "-C", copy)
    assert all_faults(tmp_path / "made") == []
    made_by("bundle", "open", tmp_path / "made" / "part.tamis", tmp_path / "opened")
    assert tamis("log", "verify", "-C", tmp_path / "opened", by=BY).code == 0


def _files(folder: Path) -> Iterator[Path]:
    """Exports as databases give them, full of hostile texts, in files of hostile names."""
    rows = [{"title": text, "abstract": text, "doi": text} for text in (*HOSTILE, *SURROGATES)]
    as_json = folder / "=cmd|' <script>alert(1)<script>.json"
    as_json.write_text(
        json.dumps([{"type": "article-journal", "id": at["title"]} | at for at in rows])
    )
    yield as_json
    as_csv = folder / "<img src=x onerror=alert(1)> @SUM.csv"
    with as_csv.open("w", encoding="utf-8", errors="replace", newline="") as file:
        table = csv.DictWriter(file, ["title", "abstract", "doi"])
        table.writeheader()
        table.writerows(
            {key: text.replace("\x00", "") for key, text in row.items()} for row in rows
        )
    yield as_csv
    as_ris = folder / "\u202egpj.ris"
    text = "".join(f"TY  - JOUR\nTI  - {at['title']}\nZZ  - {at['title']}\nER  - \n" for at in rows)
    as_ris.write_text(text.replace("\x00", ""), encoding="utf-8", errors="replace")
    yield as_ris


def test_reports_of_imports(review: Path, tmp_path: Path) -> None:
    given, made, copy = (tmp_path / name for name in ("given", "made", "copy"))
    given.mkdir()
    made.mkdir()
    shutil.copytree(review, copy)
    for number, path in enumerate(_files(given)):
        how = ("--format", "csl_json" if path.suffix == ".json" else path.suffix[1:])
        for ending in ("html", "csv"):
            report = made / f"report{number}.{ending}"
            done = tamis("import", path, "--report", report, *how, "-C", copy, "--check", by=BY)
            assert done.code == 0, done.err
            assert list(terminal_faults(done.err)) == []
        done = tamis("import", path, *how, "-C", copy, "--accept-difference", by=BY)
        assert done.code == 0, done.err
    assert all_faults(made) == []
    tables = tmp_path / "tables"
    made_by("export", "records", "-C", copy, "--format", "csv", "--out", made / "all.csv")
    made_by("export", "themes", "-C", copy, "--format", "csv", "--out", tables)
    assert all_faults(made) == []


# What commands print


def _listings() -> Iterator[tuple[str, ...]]:
    """Every command that asks for nothing but a review, plain and in every form it can print."""
    for words, command in sorted(_commands(get_command(app))):
        options = {name for at in command.params for name in at.opts}
        asks = any(at.required for at in command.params)
        if asks or "--review" not in options or " ".join(words) in _NOT_ASKED:
            continue
        if words[0] in _NOT_ASKED:
            continue
        yield words
        yield from ((*words, form) for form in ("--json", "--csv") if form in options)


def _commands(group: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if words and (not hasattr(group, "commands") or group.invoke_without_command):
        yield words, group
    for name, command in getattr(group, "commands", {}).items():
        yield from _commands(command, (*words, name))


def test_listings_are_found() -> None:
    assert {("log",), ("records", "--csv"), ("conflicts", "--json"), ("agreement",)} <= {
        *_listings()
    }


@pytest.mark.parametrize("words", list(_listings()), ids=" ".join)
def test_what_commands_print(review: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(review, folder)
    assert list(terminal_faults(shown((*words, "-C", str(folder))))) == []
    if words[-1] in {"--csv", "--json"}:
        done = tamis(*words, "-C", folder, by=BY)
        ending = ".csv" if words[-1] == "--csv" else ".jsonl"
        if done.code == 0 and done.out.strip():
            assert list(faults_of(f"out{ending}", done.out.encode("utf-8", "replace"))) == []


@pytest.mark.parametrize("record", range(1, len(HOSTILE) + 1, 4))
def test_what_is_shown_of_a_record(review: Path, record: int) -> None:
    for form in ((), ("--json",)):
        assert list(terminal_faults(shown(("show", str(record), *form, "-C", str(review))))) == []


# The checks bite


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"a,b\n=1+1,c\n"),
        ("a.csv", b'a,b\n"\t=1+1",c\n'),
        ("a.csv", b"a,b\nc\n"),
        ("a.html", b"<p><script>alert(1)</script></p>"),
        ("a.html", b"<p onclick='alert(1)'>x</p>"),
        ("a.html", b"<a href='javascript:alert(1)'>x</a>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><p xmlns='x:y'/></svg>"),
        ("a.svg", b"<svg>"),
        ("a.md", b"| a | b |\n| --- | --- |\n| c | d | e |\n"),
        ("a.md", b"<script>alert(1)</script>\n"),
        ("a.bib", b"@article{x,\n title = {a}\n"),
        ("a.bib", b"@article{x,\n title = {\\input{a}}}\n"),
        ("a.ris", b"TY  - JOUR\nTY  - JOUR\n"),
        ("a.txt", b"\x1b[31m"),
        ("a.json", b"{}"),
        ("a.xyz", b""),
    ],
)
def test_each_check_bites(name: str, data: bytes) -> None:
    if name == "a.json":
        with pytest.raises(ValueError, match="Expecting"):
            list(faults_of(name, b"{"))
    else:
        assert list(faults_of(name, data, 1)) != []


def test_a_formula_in_a_workbook_is_seen() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    made = io.BytesIO()
    book.save(made)
    assert list(faults_of("a.xlsx", made.getvalue())) == ["Sheet!A1 is a formula"]
