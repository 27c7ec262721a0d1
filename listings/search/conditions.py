"""A read search as conditions on listings, and how near each listing comes to it."""

from functools import reduce
from operator import and_, or_

from django.db.models import Case, IntegerField, Q, Value, When

from listings.models.asked import ListingLanguage, ListingSkill

from .index import says
from .query import Group, SearchQuery, Term
from .taxonomy import Meant

# What a hit counts for the order. A word somewhere in the text alone counts nothing.
IN_TITLE, THE_ROLE, ASKED = 2, 2, 1


def found_by(query: SearchQuery, using: str) -> Q:
    """Listings that meet all that is wanted and nothing that is not."""
    wanted = [_group(group, using) for group in query.wanted]
    unwanted = [~_group(group, using) for group in query.unwanted]
    return reduce(and_, [*wanted, *unwanted], Q())


def relevance(query: SearchQuery, using: str):
    """How near a listing comes to the search: a small whole number, the same on both databases.

    For each thing wanted: that it stands in the title, that it is the listing's role, and that it is a
    skill or a language asked for.
    """
    parts = [part for group in query.wanted for part in _parts(group, using)]
    return reduce(lambda one, other: one + other, parts, Value(0, output_field=IntegerField()))


def _parts(group: Group, using: str):
    in_title = [_said(term, using, in_title=True) for term in group.terms]
    yield _counts(reduce(and_, in_title), IN_TITLE)
    meant = group.meant
    if not meant and len(group.terms) == 1:
        meant = group.terms[0].meant
    if group.meant.roles:
        yield _counts(Q(role__in=group.meant.roles), THE_ROLE)
    if meant.skills:
        yield _counts(_asks(meant.skills), ASKED)


def _counts(condition: Q, points: int):
    return Case(When(condition, then=Value(points)), default=Value(0), output_field=IntegerField())


def _group(group: Group, using: str) -> Q:
    terms = reduce(and_, [_said(term, using) | _means(term.meant) for term in group.terms])
    return terms | _means(group.meant)


def _said(term: Term, using: str, *, in_title: bool = False) -> Q:
    ways = [
        says(using, words, prefix=term.is_prefix, in_title=in_title) for words in term.spellings
    ]
    return reduce(or_, ways)


def _means(meant: Meant) -> Q:
    condition = Q()
    if meant.roles:
        condition |= Q(role__in=meant.roles)
    if meant.skills:
        condition |= _asks(meant.skills)
    return condition


def _asks(skills: frozenset[int]) -> Q:
    return Q(pk__in=ListingSkill.objects.filter(skill__in=skills).order_by().values("listing")) | Q(
        pk__in=ListingLanguage.objects.filter(language__in=skills).order_by().values("listing")
    )
