"""parreport: the yearly Public Administration Reform index, from score sheets to reports.

What a notebook may call stands here; everything else is reached through its own module. Names are
loaded when they are first used, so that a command that draws nothing loads no drawing library.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from parreport.version import __version__

if TYPE_CHECKING:
    from parreport.display.claims.sections import show_claims
    from parreport.display.method.sections import (
        show_coherence,
        show_comparability,
        show_framework,
        show_item_list,
        show_item_quality,
        show_limits,
        show_method_head,
        show_weights,
    )
    from parreport.display.period.sections import (
        show_period_areas,
        show_period_breaks,
        show_period_head,
        show_period_index,
        show_period_ranks,
        show_period_table,
        show_period_weaknesses,
    )
    from parreport.display.province.background import show_all_items, show_method, show_quality, show_survey
    from parreport.display.province.sections import (
        show_areas,
        show_corrections,
        show_heat_map,
        show_losses,
        show_province_head,
        show_ranking,
    )
    from parreport.display.slides.province import make_deck, show_slide, show_slides_from
    from parreport.display.sureness.sections import show_robustness
    from parreport.display.targets.sections import show_targets
    from parreport.display.unit.followups import show_followup_list, show_followups
    from parreport.display.unit.points import (
        show_appraisal,
        show_appraisal_list,
        show_change,
        show_score_sheet,
        show_waterfall,
    )
    from parreport.display.unit.sections import (
        read_unit,
        show_page_end,
        show_profile,
        show_remedies,
        show_strengths,
        show_unit_corrections,
        show_unit_head,
    )
    from parreport.display.unit.what_if import show_what_if, show_what_if_sets
    from parreport.inputs.framework_files import read_framework
    from parreport.inputs.parameters import read_notebook_parameters, read_parameters
    from parreport.years.period import compute_period
    from parreport.years.recipe import compute_results

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
    "show_slides_from",
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
    "show_followup_list": "parreport.display.unit.followups",
    "show_what_if_sets": "parreport.display.unit.what_if",
    "show_appraisal_list": "parreport.display.unit.points",
    "show_page_end": "parreport.display.unit.sections",
    "show_coherence": "parreport.display.method.sections",
    "show_comparability": "parreport.display.method.sections",
    "show_framework": "parreport.display.method.sections",
    "show_item_list": "parreport.display.method.sections",
    "show_item_quality": "parreport.display.method.sections",
    "show_limits": "parreport.display.method.sections",
    "show_method_head": "parreport.display.method.sections",
    "show_weights": "parreport.display.method.sections",
    "show_period_areas": "parreport.display.period.sections",
    "show_period_breaks": "parreport.display.period.sections",
    "show_period_head": "parreport.display.period.sections",
    "show_period_index": "parreport.display.period.sections",
    "show_period_ranks": "parreport.display.period.sections",
    "show_period_table": "parreport.display.period.sections",
    "show_period_weaknesses": "parreport.display.period.sections",
    "show_all_items": "parreport.display.province.background",
    "show_areas": "parreport.display.province.sections",
    "show_claims": "parreport.display.claims.sections",
    "show_corrections": "parreport.display.province.sections",
    "show_heat_map": "parreport.display.province.sections",
    "show_losses": "parreport.display.province.sections",
    "show_method": "parreport.display.province.background",
    "show_province_head": "parreport.display.province.sections",
    "show_quality": "parreport.display.province.background",
    "show_ranking": "parreport.display.province.sections",
    "show_robustness": "parreport.display.sureness.sections",
    "make_deck": "parreport.display.slides.province",
    "show_slide": "parreport.display.slides.province",
    "show_slides_from": "parreport.display.slides.province",
    "show_survey": "parreport.display.province.background",
    "show_targets": "parreport.display.targets.sections",
    "read_unit": "parreport.display.unit.sections",
    "show_appraisal": "parreport.display.unit.points",
    "show_change": "parreport.display.unit.points",
    "show_followups": "parreport.display.unit.followups",
    "show_profile": "parreport.display.unit.sections",
    "show_remedies": "parreport.display.unit.sections",
    "show_score_sheet": "parreport.display.unit.points",
    "show_strengths": "parreport.display.unit.sections",
    "show_unit_corrections": "parreport.display.unit.sections",
    "show_unit_head": "parreport.display.unit.sections",
    "show_waterfall": "parreport.display.unit.points",
    "show_what_if": "parreport.display.unit.what_if",
    "read_framework": "parreport.inputs.framework_files",
    "read_notebook_parameters": "parreport.inputs.parameters",
    "read_parameters": "parreport.inputs.parameters",
    "compute_period": "parreport.years.period",
    "compute_results": "parreport.years.recipe",
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
