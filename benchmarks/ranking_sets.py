"""The labelled reviews of the ranking benchmark: read, shuffled once, grouped by overlap."""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from screening.simulation.draw import shuffled

SHUFFLE_SEED = 20261122

TITLES = {
    "Bonato_2022_Concurrency": "Concurrency in embedded systems: a systematic review",
    "Cohen_2006_ACEInhibitors": "Drug class review on angiotensin converting enzyme inhibitors",
    "Cohen_2006_Antihistamines": "Drug class review on newer antihistamines",
    "Cohen_2006_BetaBlockers": "Drug class review on beta adrenergic blockers",
    "Cohen_2006_CalciumChannelBlockers": "Drug class review on calcium channel blockers",
    "Cohen_2006_Estrogens": "Drug class review on estrogens",
    "Cohen_2006_OralHypoglycemics": "Drug class review on oral hypoglycemics",
    "Cohen_2006_Triptans": "Drug class review on the triptans",
    "Cohen_2006_UrinaryIncontinence": "Drug class review on agents for overactive bladder",
    "Febra_RV2": "COVID-19 and autoimmune haemolytic anaemia: a systematic review",
    "FlashFloods_2021_social": "Social and human aspects of flash floods: a systematic review",
    "Hall_2012": "A systematic literature review on fault prediction "
    "performance in software engineering",
    "Kitchenham_2010": "Systematic literature reviews in software engineering: a tertiary study",
    "Kwok_2020": "Virus metagenomics in farm animals: a systematic review",
    "Kwok_2020_DE": "Virus metagenomics in farm animals: a systematic review",
    "Kwok_2020_ES": "Virus metagenomics in farm animals: a systematic review",
    "Nagtegaal_2019": "Nudging healthcare professionals towards evidence-based "
    "medicine: a systematic scoping review",
    "Nagtegaal_2019_TR": "Nudging healthcare professionals towards evidence-based "
    "medicine: a systematic scoping review",
    "Parvez_WASH_sample": "Water, sanitation and hygiene interventions in humanitarian "
    "settings: a systematic review",
    "SYNERGY_Donners_2021": "Pharmacokinetics and associated efficacy of emicizumab in "
    "humans: a systematic review",
    "SYNERGY_Jeyaraman_2020": "Does the source of mesenchymal stem cell have an effect in "
    "the management of osteoarthritis of the knee? Meta-analysis "
    "of randomized controlled trials",
    "SYNERGY_Menon_2022": "The methodological rigour of systematic reviews in environmental health",
    "SYNERGY_Muthu_2022": "Orthobiologics in rotator cuff repair: a systematic review",
    "SYNERGY_Nelson_2002": "Postmenopausal hormone replacement therapy: scientific review",
    "SYNERGY_Oud_2018": "Specialized psychotherapies for adults with borderline "
    "personality disorder: a systematic review and meta-analysis",
    "delaFuente_2025_SyntheticData": "Synthetic data generation in health: a systematic review",
    "van_de_Schoot_2017": "Bayesian PTSD-trajectory analysis with informed priors based "
    "on a systematic literature search and expert elicitation",
    "vandenBulk_2022_LeafyGreens": "Chemical and microbiological food safety hazards in leafy "
    "greens",
}
"""Published titles where known, else the subject as the file states it."""

LEFT_OUT = {
    "FlashFloods_2019_Covidence": "80 % of the records are relevant: no order saves work",
}

UNITS = {
    "Cohen drug classes": ("Cohen_2006_", "SYNERGY_Nelson_2002"),
    "Kwok": ("Kwok_2020",),
    "Nagtegaal": ("Nagtegaal_2019",),
    "Flash floods": ("FlashFloods_",),
}
"""Overlapping sets, by the beginning of their names; each unit counts once in the statistics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSet:
    """A labelled review in its shuffled order.

    Attributes:
        name: the file's name without ending.
        records: record ids, shuffled.
        rows: where each of them stands in the file, from 0: the row of its vector.
        titles: one per record.
        abstracts: one per record, empty if there is none.
        keywords: one text per record, empty if there are none.
        labels: True for relevant.
        sha256: of the file.
    """

    name: str
    records: tuple[str, ...]
    rows: tuple[int, ...]
    titles: tuple[str, ...]
    abstracts: tuple[str, ...]
    keywords: tuple[str, ...]
    labels: tuple[bool, ...]
    sha256: str

    @property
    def truth(self) -> dict[str, bool]:
        """Labels by record id."""
        return dict(zip(self.records, self.labels, strict=True))


def unit_of(name: str) -> str:
    """The unit a set counts in: its own, or that of the sets it overlaps with."""
    for unit, beginnings in UNITS.items():
        if name.startswith(beginnings):
            return unit
    return name


def set_names(folder: Path, wanted: Sequence[str] = ()) -> list[str]:
    """The sets of a folder, small ones first, without those left out."""
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        sizes = {row["name"]: int(row["n"]) for row in csv.DictReader(file)}
    for path in folder.glob("*.csv.gz"):
        sizes.setdefault(path.name.removesuffix(".csv.gz"), 2500)
    names = sorted(sizes, key=lambda name: (sizes[name], name))
    return [name for name in names if name not in LEFT_OUT and (not wanted or name in wanted)]


def read_set(folder: Path, name: str) -> LabelledSet:
    """Read a set (columns record_id, title, abstract, label_included) and shuffle it."""
    path = folder / f"{name}.csv.gz"
    rows = list(_rows(path))
    places = {row["record_id"]: place for place, row in enumerate(rows)}
    order = shuffled(places, SHUFFLE_SEED)
    kept = [rows[places[record]] for record in order]
    return LabelledSet(
        name=name,
        records=order,
        rows=tuple(places[record] for record in order),
        titles=tuple(row["title"] for row in kept),
        abstracts=tuple(row["abstract"] for row in kept),
        keywords=tuple(row.get("keywords") or "" for row in kept),
        labels=tuple(row["label_included"] == "1" for row in kept),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def vector_files(folder: Path, name: str) -> tuple[Path, Path]:
    """Vectors of a set's records in file order, and of its title; sets of one title share one."""
    same = [other for other, title in TITLES.items() if title == TITLES[name]]
    return folder / f"{name}.npy", folder / f"{min(same, key=len)}.query.npy"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(1 << 27)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write_shuffled(data: LabelledSet, path: Path) -> None:
    """The shuffled set as CSV for another program: title, abstract, label_included."""
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(("title", "abstract", "label_included"))
        for title, abstract, label in zip(data.titles, data.abstracts, data.labels, strict=True):
            sheet.writerow((title, abstract, int(label)))
