from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.records import normalise as n


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("CO<inf>2</inf> in <i>vivo</i>", "CO2 in vivo"),
        ("a<p>b</p>c<br/>d", "a b c d"),
        ("&lt;p&gt;Aim &amp;amp; scope&lt;/p&gt;", "Aim &amp; scope"),
        ("p &lt; 0.05 and q &gt; 3", "p < 0.05 and q > 3"),
        ("p<0.05, n>3", "p<0.05, n>3"),
        ('<AbstractText Label="AIM">One.</AbstractText>', "AIM: One."),
        ("if a <b and c> d", "if a <b and c> d"),
        ("<span class=\"x\" lang=en>One</span> <br /><a href='#'>two</a>", "One two"),
        ("<jats:p>One</jats:p> <jats:italic>two</jats:italic>", "One two"),
        ("a\u00a0b\x0b\x0cc\u200b", "a b c"),
        ("e\u0301", "\u00e9"),
        ("https://x.org/?id=1&copy=2&section=3", "https://x.org/?id=1&copy=2&section=3"),
        (
            "p &lt0.05, A &amp B, &#945;-&#x3b2;, &copy; &nosuch;",
            "p <0.05, A & B, \u03b1-\u03b2, © &nosuch;",
        ),
    ],
)
def test_clean_text(raw: str, plain: str) -> None:
    assert n.clean_text(raw) == plain


def test_lines_are_kept_on_demand() -> None:
    raw = "<p>One  two</p>\r\n\r\n<p>three</p>"
    assert n.clean_text(raw, keep_lines=True) == "One two\nthree"
    assert n.clean_text(raw) == "One two three"


@given(st.text())
def test_cleaned_text_has_no_loose_white_space(text: str) -> None:
    clean = n.clean_text(text)
    assert clean == " ".join(clean.split())


@pytest.mark.parametrize(
    "text", ["NA", "n/a", "null", "[No abstract available]", "No abstract available.", "", "-"]
)
def test_missing(text: str) -> None:
    assert n.is_missing(text)


@pytest.mark.parametrize("text", ["Na+ channels", "No abstract thinking in wards", "None of us"])
def test_not_missing(text: str) -> None:
    assert not n.is_missing(text)


def test_copyright() -> None:
    notice = "Copyright of Nursing Today is the property of Some Press and its content may not"
    assert n.is_copyright_notice(notice)
    assert n.is_copyright_notice("© 2020 Some Press.")
    assert not n.is_copyright_notice("Copyright law shapes wards.")


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.1000/ABC.1", "10.1000/abc.1"),
        ("doi: 10.1000/abc.1.", "10.1000/abc.1"),
        ("10.1016/S0140-6736(05)67889-X", "10.1016/s0140-6736(05)67889-x"),
        ("(10.1000/abc)", "10.1000/abc"),
        ("https://dx.doi.org/10.1000%2Fabc", "10.1000/abc"),
        ("<doi>10.1000/abc</doi>", "10.1000/abc"),
        ("10.1000/abc<br>and more", "10.1000/abc"),
        (
            "10.1175/1520-0450(2000)039<0815:POAFFI>2.0.CO;2",
            "10.1175/1520-0450(2000)039<0815:poaffi>2.0.co;2",
        ),
        (
            "https://doi.org/10.1002/(SICI)1097-0258(1998)17:15%3C1661::AID-SIM968%3E3.0.CO;2-2",
            "10.1002/(sici)1097-0258(1998)17:15<1661::aid-sim968>3.0.co;2-2",
        ),
        ("none", ""),
    ],
)
def test_doi(text: str, doi: str) -> None:
    assert n.normal_doi(text) == doi
    assert n.normal_doi(doi) == doi


def test_ids() -> None:
    assert n.normal_pmid("PMID: 00123") == "123"
    assert n.normal_pmid("PMC12345678901") == ""
    assert n.find_issns("1234-567x (Print); 1234567X; 0000-0019") == ("1234-567X", "0000-0019")
    assert n.normal_orcid("https://orcid.org/0000000218250097") == "0000-0002-1825-0097"
    assert n.normal_orcid("none") == ""


@pytest.mark.parametrize(
    ("start", "end", "pages"),
    [
        ("10", "19", "10-19"),
        ("10", "", "10"),
        ("", "19", "19"),
        ("e1", "e1", "e1"),
        ("1-9", "9", "1-9"),
    ],
)
def test_page_range(start: str, end: str, pages: str) -> None:
    assert n.page_range(start, end) == pages
