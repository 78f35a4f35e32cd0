"""What the page of each kind of case shows besides what all cases have: facts, tables, tools."""

from __future__ import annotations

from yushu.casework.models import Case
from yushu.doors.pages import (
    portrait_assessing,
    portrait_batch,
    portrait_catalogue,
    portrait_class,
    portrait_oversight,
    portrait_roster,
    portrait_settlement,
    portrait_subsidy,
    portrait_training,
)
from yushu.doors.pages.portrait import Portrait, no_sheets

PORTRAITS = {
    **portrait_subsidy.PORTRAITS,
    **portrait_settlement.PORTRAITS,
    **portrait_oversight.PORTRAITS,
    "batch": Portrait(
        portrait_batch.facts,
        portrait_batch.sheets,
        portrait_batch.tools,
        portrait_batch.choices,
        portrait_batch.whole,
    ),
    "certificate": Portrait(portrait_batch.certificate_facts, no_sheets, portrait_batch.certificate_tools),
    "plan": Portrait(
        portrait_catalogue.plan_facts, portrait_catalogue.plan_sheets, portrait_catalogue.plan_tools
    ),
    "plan_change": Portrait(portrait_catalogue.change_facts, portrait_catalogue.change_sheets),
    "missing_occupation": Portrait(portrait_catalogue.missing_facts),
    "city_entry": Portrait(portrait_catalogue.entry_facts),
    "sitting": Portrait(
        portrait_assessing.sitting_facts,
        portrait_assessing.sitting_sheets,
        portrait_assessing.file_tool,
        whole=portrait_assessing.sitting_whole,
        works=portrait_assessing.sitting_works,
    ),
    "application": Portrait(
        portrait_assessing.application_facts,
        portrait_assessing.application_sheets,
        portrait_assessing.file_tool,
    ),
    "announcement": Portrait(
        portrait_training.announcement_facts,
        portrait_training.announcement_sheets,
        portrait_training.announcement_tools,
        works=portrait_class.announcement_works,
    ),
    "class": Portrait(
        portrait_class.facts,
        portrait_class.sheets,
        portrait_class.tools,
        whole=portrait_class.whole,
        works=portrait_class.works,
    ),
    "class_change": Portrait(portrait_class.change_facts, portrait_class.change_sheets),
    "roster": Portrait(
        portrait_roster.facts, portrait_roster.sheets, portrait_roster.tools, portrait_roster.choices
    ),
    "training_certificate": Portrait(
        portrait_roster.certificate_facts,
        no_sheets,
        portrait_roster.certificate_tools,
        works=portrait_roster.certificate_works,
    ),
    "enrolment": Portrait(portrait_training.enrolment_facts, portrait_training.enrolment_sheets),
}


def portrait_of(case: Case) -> Portrait:
    """How this case is shown; a kind nobody has drawn shows what all cases have."""
    return PORTRAITS.get(case.process.kind, Portrait())
