"""The mentoring corpus adds up, carries no foreign text and is the file set it says it is."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from .mentoring import (
    ROOT,
    STAGES,
    Row,
    blocks,
    carried_text,
    chain_faults,
    chains,
    databases,
    folded,
    included,
    published,
    reasons,
    rows,
    split,
)

IN_RESULTS_ONLY = {"4", "5", "13"}


def spoiled(number: int) -> list[Row]:
    """A correct chain of three decisions, broken in one of four ways."""
    good = [{"stage": stage, "verdict": "include", "reason": ""} for stage in STAGES]
    if number == 0:
        return [good[0], good[2]]
    if number == 1:
        return [good[0] | {"verdict": "exclude", "reason": "x"}, good[1], good[2]]
    if number == 2:
        return good[:2]
    return [good[0], good[1], good[2] | {"verdict": "exclude"}]


def test_the_review_adds_up_to_91_51_and_40() -> None:
    numbers = published()
    verdicts = Counter(row["included"] for row in rows("references.csv"))
    assert (numbers["identified"], numbers["included"], numbers["excluded"]) == ("91", "51", "40")
    assert verdicts == {"yes": 51, "no": 40}


def test_the_included_are_the_references_the_results_draw_on() -> None:
    assert included() == {"2", "14"} | {str(number) for number in range(33, 82)}


def test_references_are_81_and_ten_stand_ins() -> None:
    expected = [str(number) for number in range(1, 82)] + [f"S{n}" for n in range(1, 11)]
    assert [row["reference"] for row in rows("references.csv")] == expected
    assert len({row["key"] for row in rows("references.csv")}) == 91


def test_each_record_stands_exactly_once_in_the_exports() -> None:
    places = Counter((row["file"], int(row["position"])) for row in rows("references.csv"))
    expected = {
        (file.name, position)
        for file in (ROOT / "exports").iterdir()
        for position in range(1, len(blocks(file)) + 1)
    }
    assert set(places) == expected
    assert set(places.values()) == {1}


@pytest.mark.parametrize("row", rows("references.csv"), ids=lambda row: row["key"])
def test_a_position_points_at_its_record(row: Row) -> None:
    block = blocks(ROOT / "exports" / row["file"])[int(row["position"]) - 1]
    assert row["key"][-4:] in block
    assert row["key"][:-4] in folded(block)


def test_searches_name_every_export_and_its_size() -> None:
    named = {row["file"]: int(row["records"]) for row in rows("searches.csv")}
    assert named == {file.name: len(blocks(file)) for file in (ROOT / "exports").iterdir()}
    assert {row["format"] for row in rows("searches.csv")} == {
        "bibtex",
        "springer_csv",
        "nbib",
        "ris",
        "ojs_xml",
    }
    assert {row["assignment"] for row in rows("searches.csv")} == {"reconstructed"}


def test_searches_are_the_seven_databases_and_the_journal_of_the_stand_in() -> None:
    searched = [row["source"] for row in rows("searches.csv")]
    assert searched == [*databases(), "Arch Anesth Crit Care (OJS)"]
    assert {row["kind"] for row in rows("searches.csv")} == {"database"}


def test_every_record_goes_through_the_stages_in_order() -> None:
    assert set(chains()) == {row["reference"] for row in rows("references.csv")}
    assert {
        ref: chain_faults(chain) for ref, chain in chains().items() if chain_faults(chain)
    } == {}


@pytest.mark.parametrize("number", range(4))
def test_a_spoiled_chain_is_found(number: int) -> None:
    assert len(chain_faults(spoiled(number))) >= 1


def test_the_stages_lead_from_91_to_51() -> None:
    left = 91
    for stage in STAGES:
        decided = [row for row in rows("decisions.csv") if row["stage"] == stage]
        assert len(decided) == left
        excluded = sum(row["verdict"] == "exclude" for row in decided)
        assert excluded == int(published()[f"excluded_{stage}"])
        left -= excluded
    assert left == 51


def test_what_survives_the_full_text_is_the_included_set() -> None:
    last = {
        row["reference"]
        for row in rows("decisions.csv")
        if (row["stage"], row["verdict"]) == ("fulltext", "include")
    }
    assert last == included()


def test_decisions_point_where_the_references_point() -> None:
    places = {row["reference"]: (row["file"], row["position"]) for row in rows("references.csv")}
    for name in ("decisions.csv", "findings.csv"):
        assert all((r["file"], r["position"]) == places[r["reference"]] for r in rows(name))


def test_only_the_included_have_published_decisions() -> None:
    for row in rows("decisions.csv"):
        expected = "published" if row["reference"] in included() else "reconstructed"
        assert row["basis"] == expected


def test_reasons_are_those_of_the_protocol_and_all_of_them_are_used() -> None:
    for stage in STAGES:
        used = {row["reason"] for row in rows("decisions.csv") if row["stage"] == stage} - {""}
        assert used == set(reasons()[stage])


def test_reasons_hold_no_comma_and_no_semicolon() -> None:
    texts = [reason for found in reasons().values() for reason in found]
    assert not [reason for reason in texts if re.search("[,;]", reason)]


def test_a_record_outside_the_years_is_excluded_for_its_year_and_no_other_is() -> None:
    keys = {row["reference"]: row["key"] for row in rows("references.csv")}
    outside = {ref for ref, key in keys.items() if not 2000 <= int(key[-4:]) <= 2021}
    for_year = {
        row["reference"] for row in rows("decisions.csv") if row["reason"].startswith("Time frame")
    }
    assert for_year == outside
    assert not outside & included()


def test_nothing_is_said_to_be_unused_that_the_results_cite() -> None:
    cited = {row["reference"] for row in rows("findings.csv")}
    unused = {
        row["reference"] for row in rows("decisions.csv") if row["reason"].startswith("Study goal")
    }
    assert not cited & unused


def test_codebook_has_10_groups_20_subgroups_347_codes() -> None:
    codes = rows("codebook.csv")
    assert len({row["code_id"] for row in codes}) == 347
    assert len({row["theme_no"] for row in codes}) == 10
    assert len({(row["theme_no"], row["subtheme_letter"]) for row in codes}) == 20
    numbers = published()
    assert (numbers["groups"], numbers["subgroups"], numbers["codes"]) == ("10", "20", "347")


def test_order_counts_from_one_inside_each_subgroup() -> None:
    groups: dict[tuple[str, str], list[int]] = {}
    for row in rows("codebook.csv"):
        groups.setdefault((row["theme_no"], row["subtheme_letter"]), []).append(int(row["order"]))
    assert all(order == list(range(1, len(order) + 1)) for order in groups.values())


def test_findings_are_the_759_links_of_the_codebook_in_order() -> None:
    links = [
        (row["code_id"], row["label"], ref)
        for row in rows("codebook.csv")
        for ref in split(row["references"])
    ]
    found = [(r["code_id"], r["statement"], r["reference"]) for r in rows("findings.csv")]
    assert found == links
    assert [row["finding"] for row in rows("findings.csv")] == [f"M{n:03d}" for n in range(1, 760)]


def test_outcomes_hold_45_percent_of_the_links_of_the_components() -> None:
    part = {row["code_id"]: row["theme_no"] for row in rows("codebook.csv")}
    links = Counter(part[row["code_id"]] for row in rows("findings.csv"))
    components = sum(links[str(number)] for number in range(1, 8))
    numbers = published()
    assert (components, links["7"]) == (536, 242)
    assert (numbers["links"], numbers["links_components"]) == ("759", "536")
    assert all(int(numbers[f"links_component_{n}"]) == links[str(n)] for n in range(1, 8))
    assert numbers["outcomes_share_percent"] == f"{100 * links['7'] / components:.0f}"
    assert numbers["outcomes_share_percent_exact"] == f"{100 * links['7'] / components:.1f}"


def test_flags_say_what_the_rows_show() -> None:
    repeated = Counter(row["label"] for row in rows("codebook.csv"))
    for row in rows("codebook.csv"):
        flags = set(split(row["flag"]))
        assert ("uncited" in flags) == (not row["references"])
        outside = not IN_RESULTS_ONLY.isdisjoint(split(row["references"]))
        assert ("cites_outside_included" in flags) == outside
        assert ("repeated_label" in flags) == (repeated[row["label"]] > 1)
        assert ("hyphen_restored" in flags) == (row["label"] != row["label_printed"])
        assert ("ok" in flags) == (not row["note"])


def test_three_links_lead_outside_the_included_and_are_marked() -> None:
    marked = {row["reference"] for row in rows("findings.csv") if row["flag"] == "outside_included"}
    cited = Counter(row["reference"] for row in rows("findings.csv"))
    assert marked == set(cited) - included() == IN_RESULTS_ONLY
    assert sum(cited[reference] for reference in marked) == 3
    assert included() <= set(cited)


def test_the_irregularities_of_the_provenance_are_those_of_the_codebook() -> None:
    told = tomllib.loads((ROOT / "corpus.toml").read_text(encoding="utf-8"))["irregularities"]
    flagged = {
        flag: sorted(row["code_id"] for row in rows("codebook.csv") if flag in split(row["flag"]))
        for flag in ("uncited", "cites_outside_included", "hyphen_restored")
    }
    assert told["codes_without_reference"] == flagged["uncited"]
    assert told["codes_citing_them"] == flagged["cites_outside_included"]
    assert told["hyphens_restored"] == flagged["hyphen_restored"]


def test_every_number_has_its_status() -> None:
    told = tomllib.loads((ROOT / "corpus.toml").read_text(encoding="utf-8"))["numbers"]
    assert told == {row["name"]: row["status"] for row in rows("published.csv")}
    assert set(told.values()) == {"published", "counted", "reconstructed"}


def test_checksums_cover_every_file_and_agree() -> None:
    told = tomllib.loads((ROOT / "corpus.toml").read_text(encoding="utf-8"))["sha256"]
    files = {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in ROOT.rglob("*")
        if path.is_file() and path.name != "corpus.toml"
    }
    assert told == files


@pytest.mark.parametrize("file", sorted((ROOT / "exports").iterdir()), ids=lambda file: file.name)
def test_no_abstract_and_no_identifier_is_shipped(file: Path) -> None:
    assert carried_text(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "AB  - Some text",
        "N2  - Some text",
        "abstract = {Some text}",
        '<abstract locale="en_US">Some text</abstract>',
        "AID - http://dx.doi.org/10.1000/123456789",
        "PMID- 1",
    ],
)
def test_a_carried_abstract_or_identifier_is_found(text: str) -> None:
    assert carried_text(text)
