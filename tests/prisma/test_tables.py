from __future__ import annotations

import csv
import io
from dataclasses import replace

from screening import codec
from screening.prisma import FlowCounts, ReasonCount, SourceCount, box_counts, flow
from screening.prisma.chart import Form
from screening.prisma.csv2020 import HEADER, prisma2020_csv
from screening.prisma.tables import SCHEMA, FlowDocument, Row, table_rows, to_csv, to_json
from screening.records import SourceKind
from tests.prisma.reviews import (
    TITLE,
    Log,
    empty,
    many_sources,
    protocol,
    three_stages,
    tiny,
    unfinished,
)


def filled(counts: FlowCounts, *, pad: bool = False) -> dict[str, str]:
    text = prisma2020_csv(counts, pad_single_reason=pad)
    return {row["data"]: row["n"] for row in csv.DictReader(io.StringIO(text))}


def test_rows_are_read_from_the_top_exclusions_beside_their_stage() -> None:
    rows = table_rows(three_stages(), Form.THREE_STAGE)
    heads = [(row.label, row.n) for row in rows if row.indent == 0]
    assert heads == [
        ("Records identified", 91),
        ("Duplicate records removed", 0),
        ("Records screened by title", 91),
        ("Records excluded by title", 14),
        ("Records screened by abstract", 77),
        ("Records excluded by abstract", 14),
        ("Reports sought for retrieval", 63),
        ("Reports not retrieved", 3),
        ("Reports assessed by full text", 60),
        ("Reports excluded by full text", 9),
        ("Studies included in review", 51),
        ("Reports of included studies", 51),
    ]


def test_prisma_2020_rows_tell_one_column_after_the_other() -> None:
    rows = table_rows(many_sources(), Form.PRISMA2020)
    assert rows[0] == Row(label="Records identified from:", n=None, indent=0, box="dbr_identified")
    sought = [(row.box, row.n) for row in rows if row.label == "Reports sought for retrieval"]
    assert sought == [("dbr_reports_sought", 32), ("other_reports_sought", 7)]
    assert rows[-2].label == "Studies included in review"


def test_every_row_names_a_box_with_its_number() -> None:
    for counts in (three_stages(), many_sources(), unfinished(), tiny(), empty()):
        for form in Form:
            for row in table_rows(counts, form):
                if row.box and row.n is not None:
                    assert box_counts(counts)[row.box] == row.n
                assert row.box or not row.n


def test_json_comes_back_as_it_went() -> None:
    counts = many_sources()
    read = codec.from_json(to_json(counts), FlowDocument, "The flow")
    assert read.schema == SCHEMA
    assert read.counts == counts
    assert read.boxes == box_counts(counts)
    assert read.violations == ()


def test_tidy_csv_has_every_number_of_both_forms() -> None:
    rows = list(csv.reader(io.StringIO(to_csv(three_stages()))))
    assert rows[0] == ["form", "box", "label", "n"]
    assert ["three-stage", "excluded_title", "Records excluded by title", "14"] in rows
    assert ["prisma2020", "dbr_records_excluded", "Records excluded", "28"] in rows
    assert {len(row) for row in rows} == {4}


def test_the_template_has_34_rows_of_8_columns() -> None:
    rows = list(csv.reader(io.StringIO(prisma2020_csv(three_stages()))))
    assert tuple(rows[0]) == HEADER
    assert len(rows) == 35
    assert {len(row) for row in rows} == {8}


def test_the_template_is_filled_with_the_flow() -> None:
    n = filled(many_sources())
    assert n["database_results"] == "36"
    assert n["register_specific_results"] == "ClinicalTrials.gov, 2; WHO ICTRP, 1"
    assert (n["duplicates"], n["records_screened"], n["records_excluded"]) == ("5", "34", "2")
    assert (n["dbr_assessed"], n["dbr_excluded"]) == ("31", "Wrong population, 1")
    assert (n["other_sought_reports"], n["other_assessed"]) == ("7", "6")
    assert (n["new_studies"], n["total_reports"], n["previous_studies"]) == ("35", "35", "0")


def test_commas_semicolons_and_quotes_leave_names_because_readers_cut_there() -> None:
    counts = tiny()
    reasons = (ReasonCount(reason='Wrong group, adults; not student\'s "own"', n=2),)
    sources = (SourceCount(name="Web of Science, Core", kind=SourceKind.DATABASE, n=3),)
    n = filled(replace(counts, dbr=replace(counts.dbr, reasons=reasons), sources=sources))
    assert n["dbr_excluded"] == "Wrong group – adults – not student’s ”own”, 2"
    assert n["database_specific_results"] == "Web of Science – Core, 3"


def test_a_single_reason_can_be_padded_for_old_readers() -> None:
    assert filled(tiny(), pad=True)["dbr_excluded"] == "Off topic, 2; Other, 0"
    assert filled(three_stages(), pad=True)["dbr_excluded"].count(";") == 2


def test_nothing_excluded_is_0_and_no_register_keeps_the_placeholder() -> None:
    n = filled(empty())
    assert (n["dbr_excluded"], n["other_excluded"]) == ("0", "0")
    assert n["register_specific_results"].startswith("Register 1, xxx; ")


def test_stages_the_protocol_lacks_are_hidden() -> None:
    assert filled(tiny())["records_screened"] == "NA"
    log = Log()
    log.search("PubMed", 1)
    log.include(TITLE, 1)
    n = filled(flow(log.state(), protocol((TITLE,))))
    assert (n["records_screened"], n["dbr_assessed"], n["new_studies"]) == ("1", "NA", "1")


def test_other_sources_are_added_to_the_websites_in_words() -> None:
    text = prisma2020_csv(many_sources())
    assert "website_results,node17,box11,Websites and other sources," in text
    assert filled(many_sources())["website_results"] == "3"
    assert "other sources" not in prisma2020_csv(tiny())


def test_no_name_runs_as_a_formula() -> None:
    counts = tiny()
    sources = (SourceCount(name="=1+1", kind=SourceKind.DATABASE, n=3),)
    reasons = (ReasonCount(reason="-omics, not asked", n=2),)
    hostile = replace(counts, sources=sources, dbr=replace(counts.dbr, reasons=reasons))
    cells = {cell for row in csv.reader(io.StringIO(to_csv(hostile))) for cell in row}
    assert "'=1+1" in cells
    filled_in = filled(hostile)
    assert filled_in["database_specific_results"] == "’=1+1, 3"
    assert filled_in["dbr_excluded"] == "’-omics – not asked, 2"
