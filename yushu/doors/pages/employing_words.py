"""What lists, forms and cases of employment have in common: kinds, sources, and people with their masked numbers."""

from __future__ import annotations

from yushu.doors.pages.shapes import Column
from yushu.kernel.words import Words
from yushu.people.models import Person
from yushu.subsidies.models import ASKABLE, FactSource, Kind

NAME = Column(Words("姓名", "Name"), phone="first")
MASKED = Column(Words("证件号", "Identity number"), "mono", "plain")
KINDS = {
    Kind.CONTRACT: Words("劳动合同", "employment contract"),
    Kind.INSURANCE: Words("参加职工社会保险", "employees' insurance"),
    Kind.LICENCE: Words("营业执照", "business licence"),
    Kind.FLEXIBLE_INSURED: Words("灵活就业并参保", "insured flexible work"),
    Kind.CIVIL_SERVICE: Words("录用为公务员", "civil service"),
    Kind.ARMY: Words("应征入伍", "joined the army"),
    Kind.GRASSROOTS: Words("基层服务项目", "grassroots programme"),
    Kind.FURTHER_STUDY: Words("升学", "further study"),
}
ASKED = {kind: KINDS[kind] for kind in ASKABLE}
SOURCES = {
    FactSource.EMPLOYER: Words("用人单位自行确认", "employer's own word"),
    FactSource.DOCUMENT: Words("凭材料代录", "document"),
    FactSource.INSURANCE_LINES: Words("参保数据比对", "insurance lines"),
}


def masked(person: Person) -> str:
    """The first paper of a person whose papers are at hand, masked."""
    papers = sorted(person.documents.all(), key=lambda one: str(one.pk))
    return papers[0].masked if papers else ""
