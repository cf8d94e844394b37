"""Publishers' notices are told from what a study says, also of copyright and publishers."""

from __future__ import annotations

import pytest

from extraction.extractors.notices import is_notice

NOTICES = (
    "(PsycInfo Database Record (c) 2020 APA, all rights reserved)",
    "(PsycINFO Database Record (c) 2016 APA, all rights reserved) (journal abstract)",
    "PsycINFO Database Record",
    "© 2020 Elsevier Ltd.",
    "© The Author(s) 2019.",
    "(C) 2014 S. Karger AG, Basel",
    "©2011 AACR.",
    "All rights reserved.",
    "Copyright © 2018, American Society of Nephrology.",
    "Copyright 2009 Wiley-Liss, Inc.",
    "Copyright (c) 2001 John Wiley & Sons, Ltd.",
    "Published by Elsevier Inc.",
    "Published by Oxford University Press on behalf of the European Society of Cardiology 2015.",
    "Elsevier Masson SAS, 2012, all rights reserved.",
    "Copyright of Nursing Education is the property of Lippincott and may not be copied.",
    "However, users may print, download, or email articles for individual use.",
    "This abstract may be abridged.",
    "No warranty is given about the accuracy of the copy.",
    "Users should refer to the original published version of the material for the full abstract.",
    "This article is licensed under a Creative Commons Attribution 4.0 International License.",
    "This is an open access article under the CC BY license.",
    "Tous droits réservés.",
)
STATEMENTS = (
    "Copyright law was poorly understood by the students.",
    "Copyright of teaching material remained a worry.",
    "Trials published by industry reported larger effects than others did.",
    "Published by patients, the reviews were read more often.",
    "Participants distrusted texts that end with 'all rights reserved'.",
    "The publisher of the journal answered none of our letters.",
    "Users may print their results, which 40 % did.",
    "Group (c) improved in 2020, groups (a) and (b) did not.",
    "The database record was wrong in 12 cases.",
    "No claim is valid without evidence.",
    "Open access articles were cited more often.",
    "(C) and (D) were compared.",
    "(c) Trust grew in both groups.",
    "Published by Wiley, the trial was read by many.",
    "Copyright was held by few authors.",
    "Vitamin C (c) reduced the risk.",
)


@pytest.mark.parametrize("sentence", NOTICES)
def test_notices_are_known(sentence: str) -> None:
    assert is_notice(sentence)


@pytest.mark.parametrize("sentence", STATEMENTS)
def test_what_a_study_says_is_no_notice(sentence: str) -> None:
    assert not is_notice(sentence)
