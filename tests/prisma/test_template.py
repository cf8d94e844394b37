"""The CSV template, read as the R package and the web app read it; the app's address."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.prisma import FlowCounts, ReasonCount, SourceCount, prisma2020_csv
from screening.prisma.link import APP, app_link
from screening.prisma.lint import lint
from screening.prisma.severity import Severity
from screening.prisma.told import told
from screening.records import SourceKind
from tests.prisma.package_reader import PackageStops, app_switches, package_reads
from tests.prisma.reviews import empty, many_sources, three_stages, tiny, unfinished, updated

CASES = [three_stages, many_sources, updated, unfinished, tiny, empty]
Case = Callable[[], FlowCounts]
NAMES = st.text(
    st.one_of(st.sampled_from(list(",;'\"\\@=+-&<>| ")), st.characters(codec="utf-8")), min_size=1
)


def written(counts: FlowCounts) -> bytes:
    return prisma2020_csv(counts).encode("utf-8")


@pytest.mark.parametrize("case", CASES)
def test_package_and_app_take_the_template_of_every_flow(case: Case) -> None:
    drawn = package_reads(written(case()))
    assert drawn.numbers["database_results"] == case().databases
    assert drawn.numbers["new_reports"] == case().reports_included
    app_switches(written(case()))


def test_package_and_app_draw_the_updated_review_as_it_is() -> None:
    counts = updated()
    drawn, switches = package_reads(written(counts)), app_switches(written(counts))
    assert drawn.numbers["previous_studies"] == 51
    assert drawn.numbers["total_studies"] == counts.total_studies
    assert drawn.pairs["dbr_excluded"] == [("Wrong population", 13)]
    assert drawn.pairs["database_specific_results"] == [("PubMed", 40), ("Scopus", 30)]
    assert switches == {
        "previous": True, "dbDetail": True, "regDetail": True, "metaAnalysis": False,
    }  # fmt: skip
    assert app_switches(written(empty()))["dbDetail"] is False


@given(names=st.lists(NAMES, min_size=1, max_size=5), numbers=st.data())
def test_no_name_is_cut_or_stops_the_package(names: list[str], numbers: st.DataObject) -> None:
    some = [numbers.draw(st.integers(0, 20_000)) for _ in names]
    reasons = tuple(ReasonCount(reason=at, n=n) for at, n in zip(names, some, strict=True))
    sources = tuple(
        SourceCount(name=at, kind=SourceKind.DATABASE, n=n)
        for at, n in zip(dict.fromkeys(names), some, strict=False)
    )
    counts = replace(tiny(), sources=sources)
    counts = replace(counts, dbr=replace(counts.dbr, reasons=reasons, reports_excluded=sum(some)))
    drawn = package_reads(written(counts))
    by_name = {reason.reason: reason.n for reason in reasons}
    assert [n for _, n in drawn.pairs["dbr_excluded"]] == list(by_name.values())
    assert [n for _, n in drawn.pairs["database_specific_results"]] == [at.n for at in sources]


def test_the_reader_of_these_tests_stops_where_the_package_does() -> None:
    good = written(updated())
    for old, new in (
        (b"total_studies_ma,", b"total_studies_pooled,"),
        (b"duplicates,", b"twice,"),
        (b",url,n", b",address,n"),
        (b"data,node", b"\xef\xbb\xbfdata,node"),
        (b"Wrong population, 13", b"Student's choice, 13"),
        (b"Records screened,", b"Record's screened,"),
    ):
        assert old in good
        with pytest.raises(PackageStops):
            package_reads(good.replace(old, new))
    cut = package_reads(good.replace(b"Wrong population, 13", b"Wrong, population, 13"))
    assert cut.pairs["dbr_excluded"] == [("Wrong", None)]
    with pytest.raises(PackageStops):
        app_switches(re.sub(b"(previous_studies,.*,)51\n", b"\\1NA\n", good))


@pytest.mark.parametrize("case", CASES)
def test_what_is_written_has_no_error_for_lint(case: Case) -> None:
    found = lint(written(case()))
    assert [at.sentence for at in found if at.severity is Severity.ERROR] == []


def test_an_unfinished_flow_says_so_in_its_boxes_and_adds_up_for_lint() -> None:
    found = lint(written(unfinished()))
    assert {(at.rule, at.severity) for at in found} == {("unfinished", Severity.WARNING)}
    assert {at.box for at in found} == {"records_screened", "dbr_assessed"}
    dbr = unfinished().dbr
    text = written(unfinished()).decode()
    assert f"Records screened ({dbr.records_unscreened} still to be decided)" in text
    assert f"assessed for eligibility ({dbr.reports_unassessed} still to be decided)" in text


def test_a_wrong_number_of_an_unfinished_flow_is_an_error() -> None:
    waiting = f"({unfinished().dbr.records_unscreened} still to be decided)"
    text = written(unfinished()).decode()
    for said in ("(1234 still to be decided)", ""):
        found = lint(text.replace(waiting, said).encode())
        errors = {at.box for at in found if at.severity is Severity.ERROR}
        assert errors == {"records_screened"}


def test_the_address_of_the_app_holds_every_number_and_its_switches() -> None:
    address = app_link(told(updated()))
    assert address.startswith(f"{APP}?")
    query = {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}
    assert query["database_specific_results"] == "PubMed, 40; Scopus, 30"
    assert (query["previous"], query["other"], query["metaAnalysis"]) == ("1", "1", "0")
    assert query["records_screened"] == str(updated().dbr.records_screened)
    assert " " not in address
    plain = parse_qs(urlsplit(app_link(told(tiny()))).query)
    assert "records_screened" not in plain
    assert plain["other"] == ["0"]
