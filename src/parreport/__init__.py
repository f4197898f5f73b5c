"""parreport: the yearly Public Administration Reform index, from score sheets to reports.

What a notebook may call stands here; everything else is reached through its own module. Names are
loaded when they are first used, so that a command that draws nothing loads no drawing library.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from parreport.version import __version__

if TYPE_CHECKING:
    from parreport.display.claims import show_claims
    from parreport.display.method import (
        show_coherence,
        show_comparability,
        show_framework,
        show_item_list,
        show_item_quality,
        show_limits,
        show_method_head,
        show_weights,
    )
    from parreport.display.period import (
        show_period_areas,
        show_period_breaks,
        show_period_head,
        show_period_index,
        show_period_ranks,
        show_period_table,
        show_period_weaknesses,
    )
    from parreport.display.province import (
        show_areas,
        show_corrections,
        show_heat_map,
        show_losses,
        show_province_head,
        show_ranking,
    )
    from parreport.display.province_background import (
        show_all_items,
        show_method,
        show_quality,
        show_survey,
    )
    from parreport.display.robustness import show_robustness
    from parreport.display.slides import make_deck, show_slide
    from parreport.display.targets import show_targets
    from parreport.display.unit import (
        read_unit,
        show_page_end,
        show_profile,
        show_remedies,
        show_strengths,
        show_unit_corrections,
        show_unit_head,
    )
    from parreport.display.unit_followups import show_followup_list, show_followups
    from parreport.display.unit_points import (
        show_appraisal,
        show_appraisal_list,
        show_change,
        show_score_sheet,
        show_waterfall,
    )
    from parreport.display.what_if import show_what_if, show_what_if_sets
    from parreport.inputs.framework_files import read_framework
    from parreport.parameters import read_notebook_parameters, read_parameters
    from parreport.periods import compute_period
    from parreport.pipeline import compute_results

__all__ = [
    "__version__",
    "compute_period",
    "compute_results",
    "make_deck",
    "read_framework",
    "read_notebook_parameters",
    "read_parameters",
    "read_unit",
    "show_all_items",
    "show_appraisal",
    "show_appraisal_list",
    "show_areas",
    "show_change",
    "show_claims",
    "show_coherence",
    "show_comparability",
    "show_corrections",
    "show_followup_list",
    "show_followups",
    "show_framework",
    "show_heat_map",
    "show_item_list",
    "show_item_quality",
    "show_limits",
    "show_losses",
    "show_method",
    "show_method_head",
    "show_page_end",
    "show_period_areas",
    "show_period_breaks",
    "show_period_head",
    "show_period_index",
    "show_period_ranks",
    "show_period_table",
    "show_period_weaknesses",
    "show_profile",
    "show_province_head",
    "show_quality",
    "show_ranking",
    "show_remedies",
    "show_robustness",
    "show_score_sheet",
    "show_slide",
    "show_strengths",
    "show_survey",
    "show_targets",
    "show_unit_corrections",
    "show_unit_head",
    "show_waterfall",
    "show_weights",
    "show_what_if",
    "show_what_if_sets",
]

HOMES = {
    "show_followup_list": "parreport.display.unit_followups",
    "show_what_if_sets": "parreport.display.what_if",
    "show_appraisal_list": "parreport.display.unit_points",
    "show_page_end": "parreport.display.unit",
    "show_coherence": "parreport.display.method",
    "show_comparability": "parreport.display.method",
    "show_framework": "parreport.display.method",
    "show_item_list": "parreport.display.method",
    "show_item_quality": "parreport.display.method",
    "show_limits": "parreport.display.method",
    "show_method_head": "parreport.display.method",
    "show_weights": "parreport.display.method",
    "show_period_areas": "parreport.display.period",
    "show_period_breaks": "parreport.display.period",
    "show_period_head": "parreport.display.period",
    "show_period_index": "parreport.display.period",
    "show_period_ranks": "parreport.display.period",
    "show_period_table": "parreport.display.period",
    "show_period_weaknesses": "parreport.display.period",
    "show_all_items": "parreport.display.province_background",
    "show_areas": "parreport.display.province",
    "show_claims": "parreport.display.claims",
    "show_corrections": "parreport.display.province",
    "show_heat_map": "parreport.display.province",
    "show_losses": "parreport.display.province",
    "show_method": "parreport.display.province_background",
    "show_province_head": "parreport.display.province",
    "show_quality": "parreport.display.province_background",
    "show_ranking": "parreport.display.province",
    "show_robustness": "parreport.display.robustness",
    "make_deck": "parreport.display.slides",
    "show_slide": "parreport.display.slides",
    "show_survey": "parreport.display.province_background",
    "show_targets": "parreport.display.targets",
    "read_unit": "parreport.display.unit",
    "show_appraisal": "parreport.display.unit_points",
    "show_change": "parreport.display.unit_points",
    "show_followups": "parreport.display.unit_followups",
    "show_profile": "parreport.display.unit",
    "show_remedies": "parreport.display.unit",
    "show_score_sheet": "parreport.display.unit_points",
    "show_strengths": "parreport.display.unit",
    "show_unit_corrections": "parreport.display.unit",
    "show_unit_head": "parreport.display.unit",
    "show_waterfall": "parreport.display.unit_points",
    "show_what_if": "parreport.display.what_if",
    "read_framework": "parreport.inputs.framework_files",
    "read_notebook_parameters": "parreport.parameters",
    "read_parameters": "parreport.parameters",
    "compute_period": "parreport.periods",
    "compute_results": "parreport.pipeline",
}


def __getattr__(name: str) -> object:
    """Load a public name from its home when it is first used."""
    if name not in HOMES:
        raise AttributeError(f"module 'parreport' has no attribute {name!r}")
    found = getattr(import_module(HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *HOMES})
