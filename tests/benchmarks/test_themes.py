"""The themes benchmark reads its sets and makes a whole line of each."""

from __future__ import annotations

from pathlib import Path

from benchmarks import themes
from benchmarks.themes_speed import seconds_after_approval
from extraction.themes.similarity import tfidf_similarity


def test_open_answers_and_coded_questions_are_read(tmp_path: Path) -> None:
    (tmp_path / "dataset1.csv").write_text("caseID,verbatim,1,2\n1,trust,1,1\n2,money,0,0\n")
    ((name, given),) = themes.anes(tmp_path)
    assert (name, given.texts, given.truth) == ("anes 1", ("trust",), ((0, 1),))
    rows = "".join(f"Q1,primary,{n},trust {n},trust->more\n" for n in range(20))
    path = tmp_path / "long.csv"
    path.write_text(f"question,coder,response_id,text,code\n{rows}Q1,secondary,1,x,y\n")
    ((name, given),) = themes.proctoring(path)
    assert (name, len(given.texts), given.names) == ("proctoring Q1", 20, ("trust: more",))


def test_a_line_holds_the_baselines_of_the_same_run() -> None:
    given = themes._labelled(
        [(f"{word} {number}", [word]) for number in range(10) for word in ("trust", "money")]
    )
    line = themes.measure("anes 1", given, tfidf_similarity())
    assert line["chosen_on"] is True
    assert {"leave_one_out", "tfidf_neighbours", "minilm_neighbours", "curve"} <= set(line)
    assert "20% approved" not in line
    speed = seconds_after_approval(given, tfidf_similarity())
    assert speed["findings"] == 20


def test_the_shipped_tree_has_its_studies() -> None:
    given = themes.mentoring()
    assert (len(given.texts), len(given.names), len(set(given.above))) == (269, 14, 7)
    assert len({study for studies in given.studies for study in studies}) == 53
