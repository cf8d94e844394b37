"""Languages: one code for the many ways files write them, and the text shown by an order of them.

A text whose language a file does not tell is taken to be English where translations stand beside
it, as in PubMed; a record in one language only is shown as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from screening.records.types import LocalText, RecordContent

C = TypeVar("C", bound=RecordContent)

# ISO 639-1, the codes of ISO 639-2 (bibliographic and terminological), the English name.
_NAMES = """
af afr afrikaans;ar ara arabic;bg bul bulgarian;bn ben bengali;ca cat catalan;cs cze ces czech
da dan danish;de ger deu german;el gre ell greek;en eng english;es spa spanish;et est estonian
eu baq eus basque;fa per fas persian farsi;fi fin finnish;fr fre fra french;gl glg galician
he heb hebrew;hi hin hindi;hr hrv croatian;hu hun hungarian;id ind indonesian;is ice isl icelandic
it ita italian;ja jpn japanese;ko kor korean;lt lit lithuanian;lv lav latvian;ms may msa malay
nl dut nld dutch;no nor nob nno norwegian;pl pol polish;pt por portuguese;ro rum ron romanian
ru rus russian;sk slo slk slovak;sl slv slovenian;sr srp serbian;sv swe swedish;th tha thai
tr tur turkish;uk ukr ukrainian;ur urd urdu;vi vie vietnamese;zh chi zho chinese
"""
_CODES = {
    word: words[0]
    for group in _NAMES.replace("\n", ";").split(";")
    if (words := group.split())
    for word in words
}
TAKEN_FOR = "en"


def language_code(text: str) -> str:
    """The two-letter code of a language or locale; the text's first part where none is known.

    >>> language_code("fa_IR"), language_code("ger"), language_code("English"), language_code("qaa")
    ('fa', 'de', 'en', 'qaa')
    """
    first = text.strip().casefold().replace("-", "_").partition("_")[0]
    return _CODES.get(first, first)


def in_languages(content: C, languages: Sequence[str]) -> C:
    """The record with title and abstract in the first of the languages it has them in.

    What was shown before goes to the texts in other languages, so nothing is lost. Without an
    order, or where a record has none of its languages, it stays as it is.
    """
    order = [language_code(language) for language in languages]
    if not order or not content.local_texts:
        return content
    title = _chosen(content, "title", content.title, order)
    abstract = _chosen(content, "abstract", content.abstract, order)
    if (title, abstract) == (content.title, content.abstract):
        return content
    shown = {"title": title, "abstract": abstract}
    before = {"title": content.title, "abstract": content.abstract}
    kept = (*content.local_texts, *_replaced(content, before, shown))
    return replace(content, title=title, abstract=abstract, local_texts=kept)


def other_texts(content: RecordContent) -> tuple[LocalText, ...]:
    """The texts in other languages than the one shown."""
    shown = {"title": content.title, "abstract": content.abstract}
    return tuple(at for at in content.local_texts if at.text != shown.get(at.field))


def _chosen(content: RecordContent, field: str, main: str, order: Sequence[str]) -> str:
    texts = {language_code(at.locale): at.text for at in content.local_texts if at.field == field}
    if not texts:
        return main
    if main and main not in texts.values():
        texts.setdefault(TAKEN_FOR, main)
    return next((texts[code] for code in order if code in texts), main)


def _replaced(
    content: RecordContent, before: dict[str, str], shown: dict[str, str]
) -> tuple[LocalText, ...]:
    held = {(at.field, at.text) for at in content.local_texts}
    return tuple(
        LocalText(field=field, locale=TAKEN_FOR, text=text)
        for field, text in before.items()
        if text and text != shown[field] and (field, text) not in held
    )
