"""The nouns of the catalogue: what may be taught, who may teach it, and how many seats a year has."""

from yushu.catalogue.levels import Level
from yushu.catalogue.models.entries import CityEntry, MissingOccupation
from yushu.catalogue.models.occupations import (
    Direction,
    DirectionLevel,
    Edition,
    Field,
    Listing,
    ListingKind,
    Occupation,
    OccupationCode,
    Split,
    Standard,
    listed_on,
    listing_checks,
)
from yushu.catalogue.models.plans import Plan, PlanCell, PlanChange, PlanChangeLine

__all__ = [
    "CityEntry",
    "Direction",
    "DirectionLevel",
    "Edition",
    "Field",
    "Level",
    "Listing",
    "ListingKind",
    "MissingOccupation",
    "Occupation",
    "OccupationCode",
    "Plan",
    "PlanCell",
    "PlanChange",
    "PlanChangeLine",
    "Split",
    "Standard",
    "listed_on",
    "listing_checks",
]
