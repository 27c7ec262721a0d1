"""The editors' pages for machines: schema.org types as plain data, and how they get into a page safely.

What a page puts into its context as `markup`, one of these or a list of them, stands in its head.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.addresses import absolute_address, page_address
from cms.models.glossary import GlossaryTerm
from cms.models.wages import Wage, WageArea

CONTEXT = "https://schema.org"
# No text can end the script element or begin another inside it.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}

Data = dict[str, object]


@dataclass(frozen=True)
class Crumb:
    """A page above the one that is read: its name, and its path on this site."""

    title: str
    path: str


def as_script(data: Mapping | list) -> SafeString:
    """One or several things as JSON-LD. A data block, not a script that runs: the content security policy lets it be."""
    content = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{content}</script>')  # just escaped


def page_crumbs(page: Page, request=None) -> list[Crumb]:
    """The pages above a page, the front door first, and the shelf of its index that it stands on. One query."""
    above = [
        Crumb(_("Home") if ancestor.depth == 2 else ancestor.title, ancestor.get_url(request) or "")
        for ancestor in page.get_ancestors().filter(depth__gt=1, live=True)
    ]
    shelf = getattr(page, "shelf", None)
    if above and shelf:
        name, query = shelf
        above.append(Crumb(str(name), f"{above[-1].path}{query}"))
    return above


def breadcrumbs(crumbs: Iterable[Crumb]) -> Data:
    """BreadcrumbList; the last crumb is the page itself."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": crumb.title,
                "item": absolute_address(crumb.path),
            }
            for position, crumb in enumerate(crumbs, start=1)
        ],
    }


def website() -> Data:
    """The front door: WebSite and who is behind it."""
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": settings.WAGTAIL_SITE_NAME,
        "url": absolute_address("/"),
        "inLanguage": get_language(),
        "publisher": publisher(),
    }


def publisher() -> Data:
    return {
        "@type": "Organization",
        "name": settings.WAGTAIL_SITE_NAME,
        "url": absolute_address("/"),
        "logo": absolute_address(static("img/icon.svg")),
    }


def article(page) -> Data:
    """A CheckedPage as Article with author, days and sources. Costs the sources, which the page shows too."""
    address = page_address(page)
    data = {
        "@context": CONTEXT,
        "@type": "Article",
        "headline": page.title,
        "description": page.search_description or page.introduction,
        "url": address,
        "mainEntityOfPage": _checked_page(page),
        "image": social_picture(page),
        "datePublished": _instant(page.first_published_at),
        "dateModified": _instant(page.last_published_at or page.first_published_at),
        "articleSection": page.shelf and str(page.shelf[0]),
        "timeRequired": f"PT{page.minutes}M",
        "inLanguage": get_language(),
        "author": _author(page),
        "publisher": publisher(),
        "citation": [_source(source) for source in page.named_sources],
    }
    return {name: value for name, value in data.items() if value}


def social_picture(page=None) -> str:
    """What is shown where people share a page: its own picture, else the site's. No query without its own."""
    own = page.social_picture if page else ""
    return own or absolute_address(static("img/social.png"))


def faq_page(questions: Iterable[tuple[str, str]]) -> Data:
    """FAQPage of pairs: a question, and its answer as HTML that is shown on the page as well.

    Links within the site get its host: an answer is shown in other places, too.
    """
    here = f'href="{absolute_address("/")}'
    return {
        "@context": CONTEXT,
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": strip_tags(str(question)),
                "acceptedAnswer": {
                    "@type": "Answer",
                    "text": str(answer).replace('href="/', here),
                },
            }
            for question, answer in questions
        ],
    }


def occupation(page, wage: Wage | None) -> Data:
    """The role of a RolePage as Occupation with its published pay, by the hour.

    Without pay for a role that only borrows its figures from the nearest occupation: a machine that
    reads the number would not read the words beside it. `wage` is one of all industries, with its area.
    """
    role = page.role
    data = {
        "@context": CONTEXT,
        "@type": "Occupation",
        "name": role.title,
        "description": role.description,
        "url": absolute_address(role.get_absolute_url()),
        "alternateName": role.other_titles,
        "mainEntityOfPage": _checked_page(page),
    }
    if wage and not role.soc_is_proxy:
        data |= {
            "occupationalCategory": f"{wage.soc_code} {wage.occupation}",
            "occupationLocation": {"@type": _area_type(wage.area), "name": wage.area.title},
            "estimatedSalary": salary_distribution(wage),
        }
    return {name: value for name, value in data.items() if value}


def salary_distribution(wage: Wage) -> Data:
    """MonetaryAmountDistribution an hour. A point that is not published is left out.

    Its name is the kind of pay, in a word that search engines know, as they ask for it.
    """
    points = {
        "percentile10": wage.hourly_p10,
        "percentile25": wage.hourly_p25,
        "median": wage.hourly_median,
        "percentile75": wage.hourly_p75,
        "percentile90": wage.hourly_p90,
    }
    return {
        "@type": "MonetaryAmountDistribution",
        "name": "base",
        "description": wage.source,
        "currency": "USD",
        "duration": "PT1H",
        **{name: float(amount) for name, amount in points.items() if amount is not None},
    }


def defined_terms(name: str, address: str, terms: Iterable[GlossaryTerm]) -> Data:
    """DefinedTermSet: every word of the glossary with its own address."""
    return {
        "@context": CONTEXT,
        "@type": "DefinedTermSet",
        "name": name,
        "url": address,
        "hasDefinedTerm": [
            {
                "@type": "DefinedTerm",
                "@id": f"{address}#{term.slug}",
                "name": term.title,
                "description": term.definition,
            }
            | ({"alternateName": term.abbreviation} if term.abbreviation else {})
            for term in terms
        ],
    }


def _checked_page(page) -> Data:
    """The page that is about a thing, and when somebody last checked it."""
    return {
        "@type": "WebPage",
        "@id": page_address(page),
        "lastReviewed": page.reviewed_on.isoformat(),
    }


def _author(page) -> Data:
    editors = page._meta.get_field("author").default
    kind = "Organization" if page.author == editors else "Person"
    return {"@type": kind, "name": page.author}


def _source(source) -> Data:
    data = {
        "@type": "CreativeWork",
        "name": source.title,
        "publisher": {"@type": "Organization", "name": source.publisher},
        "datePublished": str(source.year),
    }
    return data | ({"url": source.url} if source.url else {})


def _instant(moment) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _area_type(area: WageArea) -> str:
    return {WageArea.Kind.NATION: "Country", WageArea.Kind.STATE: "State"}.get(
        area.kind, "AdministrativeArea"
    )
