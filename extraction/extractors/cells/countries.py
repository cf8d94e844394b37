"""Names of countries as abstracts write them -> one name each: ISO 3166 by pycountry, and demonyms.

pycountry carries Debian's copy of ISO 3166-1 (LGPL-2.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_SHORT = {
    "BO": "Bolivia", "BN": "Brunei", "CD": "Democratic Republic of the Congo", "CG": "Congo",
    "CI": "Ivory Coast", "CV": "Cape Verde", "CZ": "Czechia", "FM": "Micronesia",
    "GB": "United Kingdom", "IR": "Iran", "KP": "North Korea", "KR": "South Korea", "LA": "Laos",
    "MD": "Moldova", "PS": "Palestine", "RU": "Russia", "SY": "Syria", "TR": "Turkey",
    "TW": "Taiwan", "TZ": "Tanzania", "US": "United States", "VE": "Venezuela", "VN": "Vietnam",
    "VA": "Vatican City",
}  # fmt: skip
_MORE = {
    "US": "USA|U.S.A.|U.S.|US|United States of America|the States",
    "GB": "UK|U.K.|England|Scotland|Wales|Northern Ireland|Great Britain|Britain",
    "KR": "Korea|Republic of Korea|S. Korea", "RU": "Russian Federation",
    "IR": "Islamic Republic of Iran|I.R. Iran|IR Iran", "CZ": "Czech Republic",
    "NL": "Netherlands|The Netherlands|Holland", "AE": "UAE|Emirates",
    "CN": "P.R. China|PR China|Mainland China|Chinese mainland", "TR": "Türkiye|Turkiye",
    "CD": "DR Congo|DRC|Democratic Republic of Congo", "CI": "Côte d'Ivoire|Cote d'Ivoire",
    "SZ": "Swaziland", "MK": "Macedonia", "MM": "Burma", "VN": "Viet Nam",
    "TZ": "United Republic of Tanzania", "PS": "Palestinian Territories|West Bank|Gaza",
    "HK": "Hong Kong SAR", "SA": "KSA", "BA": "Bosnia", "TL": "East Timor", "CV": "Cabo Verde",
    "LA": "Lao PDR",
}  # fmt: skip
_DEMONYMS = {
    "AF": "Afghan", "AR": "Argentine|Argentinian", "AU": "Australian", "AT": "Austrian",
    "BD": "Bangladeshi", "BE": "Belgian", "BR": "Brazilian", "BG": "Bulgarian", "CA": "Canadian",
    "CL": "Chilean", "CN": "Chinese", "CO": "Colombian", "HR": "Croatian", "CZ": "Czech",
    "DK": "Danish", "EG": "Egyptian", "EE": "Estonian", "ET": "Ethiopian", "FI": "Finnish",
    "FR": "French", "DE": "German", "GH": "Ghanaian", "GR": "Greek", "HU": "Hungarian",
    "IS": "Icelandic", "IN": "Indian", "ID": "Indonesian", "IR": "Iranian", "IQ": "Iraqi",
    "IE": "Irish", "IL": "Israeli", "IT": "Italian", "JP": "Japanese", "KE": "Kenyan",
    "KR": "Korean|South Korean", "LB": "Lebanese", "MY": "Malaysian", "MX": "Mexican",
    "NP": "Nepalese|Nepali", "NL": "Dutch", "NZ": "New Zealander", "NG": "Nigerian",
    "NO": "Norwegian", "PK": "Pakistani", "PE": "Peruvian", "PH": "Filipino", "PL": "Polish",
    "PT": "Portuguese", "RO": "Romanian", "RU": "Russian", "RW": "Rwandan", "SA": "Saudi",
    "RS": "Serbian", "SG": "Singaporean", "ZA": "South African", "ES": "Spanish",
    "LK": "Sri Lankan", "SE": "Swedish", "CH": "Swiss", "TW": "Taiwanese", "TZ": "Tanzanian",
    "TH": "Thai", "TR": "Turkish", "UG": "Ugandan", "UA": "Ukrainian",
    "GB": "British|Scottish|Welsh", "VN": "Vietnamese", "ZM": "Zambian", "ZW": "Zimbabwean",
}  # fmt: skip
# More often a first name, a family name, an adjective's part or an abbreviation than the country.
AMBIGUOUS = frozenset({"Jordan", "Georgia", "Chad", "Israel", "Jersey", "Niger", "Guinea", "Mali"})


@cache
def names() -> Mapping[str, str]:
    """Name as written -> the name of its country as it is proposed."""
    import pycountry

    found: dict[str, str] = {}
    for country in pycountry.countries:
        code = country.alpha_2
        short = _SHORT.get(code) or getattr(country, "common_name", "") or country.name
        written = {country.name, short, getattr(country, "official_name", "")}
        written |= set(_MORE.get(code, "").split("|"))
        found |= {name: short for name in written if name and "," not in name}
    return found


@cache
def demonyms() -> Mapping[str, str]:
    """Adjective -> the name of its country."""
    import pycountry

    found: dict[str, str] = {}
    for code, adjectives in _DEMONYMS.items():
        country = pycountry.countries.get(alpha_2=code)
        short = (
            _SHORT.get(code) or getattr(country, "common_name", "") or country.name
            if country
            else code
        )
        found |= dict.fromkeys(adjectives.split("|"), short)
    return found
