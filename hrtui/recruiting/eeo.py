"""What applicants are asked for equal-opportunity reports, and the answers there are; pure.

Every question is voluntary, and may be answered with `declined`. Sources, as they stood in 2025; check them before you rely on them:

- sex, race and ethnicity: the categories of the EEO-1 Component 1 report (EEOC; Title VII, 42 U.S.C. 2000e-8(c); 29 CFR 1602.7; the
  race and ethnicity categories in use since 2007). Keeping them by applicant is asked by the Uniform Guidelines on Employee Selection
  Procedures (1978), 29 CFR 1607.4. OMB's Directive 15 was revised in March 2024 (one question, with Middle Eastern or North African);
  whether and when the EEO-1 report follows is not certain, so the older categories are used here.
- protected veteran: the invitation of VEVRAA (38 U.S.C. 4212), 41 CFR 60-300.42 and its Appendix B of 2013, before an offer.
- disability: form CC-305 (OMB 1250-0005, as of April 2023), Section 503 of the Rehabilitation Act, 41 CFR 60-741.42. In July 2025 it was
  proposed to end this invitation; what became of it is not certain here. Whether a company asks it at all is for the company to decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from hrtui.errors import RuleBroken
from hrtui.text import listed

DECLINED, NOTHING = "declined", ""
QUESTIONS = ("sex", "race", "veteran", "disability")
"""The questions, as they are kept and as files name them."""
ASKED: Mapping[str, str] = {
    "sex": "Sex",
    "race": "Race or ethnicity",
    "veteran": "Protected veteran",
    "disability": "Disability",
}
WISHES = "Does not wish to answer"
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "sex": {"female": "Female", "male": "Male", DECLINED: WISHES},
    "race": {
        "hispanic": "Hispanic or Latino",
        "white": "White",
        "black": "Black or African American",
        "pacific": "Native Hawaiian or Pacific Islander",
        "asian": "Asian",
        "native": "American Indian or Alaska Native",
        "several": "Two or more races",
        DECLINED: WISHES,
    },
    "veteran": {"protected": "Protected veteran", "not_protected": "Not a protected veteran", DECLINED: WISHES},
    "disability": {"has": "Has, or has had, a disability", "none": "No disability, and had none", DECLINED: WISHES},
}
"""The answers to each question, with what forms and reports call them."""
UNSAID = "Nothing on file"


class Answers(NamedTuple):
    """What an applicant said of themself, a name of `ANSWERS` each; empty where nothing was given."""

    sex: str = NOTHING
    race: str = NOTHING
    veteran: str = NOTHING
    disability: str = NOTHING

    def __repr__(self) -> str:
        """Nothing of what was said, so that no log or message shows it."""
        return "Answers(given)"


def read_answers(given: Mapping[str, str]) -> Answers:
    """Answers from names or labels; what is not given stays empty.

    Raises RuleBroken, naming the question and never what was given, where it is no answer to it or nothing was given at all.
    """
    out = Answers(**{question: _read(question, given.get(question, "")) for question in QUESTIONS})
    if not any(out):
        raise RuleBroken("No question is answered; say at least one, or “declined”.", QUESTIONS[0])
    return out


def _read(question: str, text: str) -> str:
    said = " ".join(text.replace("-", " ").split()).casefold()
    if not said:
        return NOTHING
    for name, label in ANSWERS[question].items():
        if said in (name.replace("_", " "), name, label.casefold()):
            return name
    raise RuleBroken(f"That is no answer about {question}; there is {listed(list(ANSWERS[question]))}.", question)
