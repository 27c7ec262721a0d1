"""A post as job seekers would see it, before anything is stored."""

from copy import copy
from dataclasses import replace

from django.db import models
from django.utils import timezone

from cms.vocabulary import SkillKind
from listings.models import (
    Listing,
    ListingChannel,
    ListingLanguage,
    ListingShift,
    ListingSkill,
    ListingTarget,
)
from listings.pay_comparison import compare_pay
from listings.snapshots import Parts
from listings.weeks import week_of


def as_it_will_be(listing: Listing, parts: Parts) -> Listing:
    """A copy of the listing whose rows are those of `parts`, to be shown and never saved. No query."""
    shown = copy(listing)
    shown._state = copy(listing._state)
    shown._prefetched_objects_cache = {
        "channels": _loaded(
            ListingChannel,
            sorted(
                (
                    ListingChannel(listing=shown, channel=channel, share=share)
                    for channel, share in parts.channels.items()
                ),
                key=lambda row: (-(row.share or 0), row.channel),
            ),
        ),
        "listing_skills": _loaded(
            ListingSkill,
            sorted(
                (
                    ListingSkill(listing=shown, skill=skill, is_essential=essential)
                    for skill, essential in parts.skills.items()
                ),
                key=lambda row: (not row.is_essential, row.skill.preferred_label),
            ),
        ),
        "languages": _loaded(
            ListingLanguage,
            [
                ListingLanguage(
                    listing=shown, language=language, level=level, is_essential=essential
                )
                for language, (level, essential) in parts.languages.items()
            ],
        ),
        "shifts": _loaded(
            ListingShift,
            [
                ListingShift(listing=shown, weekday=one.weekday, starts=one.starts, ends=one.ends)
                for one in parts.shifts
            ],
        ),
        "targets": _loaded(
            ListingTarget,
            [
                ListingTarget(listing=shown, metric=metric, target=target)
                for metric, target in parts.targets.items()
            ],
        ),
    }
    now = timezone.now()
    if not shown.is_public:
        closes_ahead = shown.valid_through is not None and shown.valid_through > now
        if closes_ahead:
            # As on the day that it is approved, or on the later one that is wished for.
            shown.state = Listing.State.APPROVED
            shown.date_posted = shown.date_posted or now
        else:
            shown.date_posted = None
    return shown


def _loaded(model: type[models.Model], rows: list) -> models.QuerySet:
    """Rows that are not stored, as a related manager hands out prefetched ones."""
    queryset = model.objects.all()
    queryset._result_cache = rows
    queryset._prefetch_done = True
    return queryset


def typed(form) -> tuple[Listing, Parts]:
    """What a step's form holds, right or wrong, on top of what is stored.

    A column that is typed wrong is left out, rather than shown as it was: nobody wrote that.
    """
    form.is_valid()
    listing = copy(form.instance)
    for name in form.errors:
        if name in form._meta.fields and (field := Listing._meta.get_field(name)).null:
            setattr(listing, field.attname, None)
    return listing, replace(form.post.parts, **form.parts())


def page_context(listing: Listing) -> dict:
    """What the parts of the public page read, of a listing as `as_it_will_be` gives it. One query."""
    skills = list(listing.listing_skills.all())
    return {
        "listing": listing,
        "comparison": compare_pay(listing),
        "week": week_of(listing),
        "essential_skills": [row.skill for row in skills if row.is_essential],
        "desirable_skills": [row.skill for row in skills if not row.is_essential],
        "tools": [row for row in skills if row.skill.kind == SkillKind.TOOL],
    }
