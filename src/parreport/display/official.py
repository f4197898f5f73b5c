"""What an official document says of itself: who issues it, what it is, who signs.

In: results. Out: plain facts for the press, which knows their place on the page. What the parameters
do not give stays blank, to be filled in by hand; no name is ever made up.
"""

from __future__ import annotations

from typing import Any

from parreport.display.parts import filled
from parreport.language import text
from parreport.results import Results

REPORT_CODE = "BC"  # of the kind of document, in its number


def describe_report(results: Results, subject: str) -> dict[str, Any]:
    """Return the facts of a report: kind, subject, and the keys of the issuer."""
    issuer = results.parameters.issuer
    given = issuer.model_dump(exclude={"decision"}) if issuer else {}
    return {
        "kind": text("REPORT"),
        "subject": subject,
        "abbreviation": REPORT_CODE,
        **filled(**given),
    }
