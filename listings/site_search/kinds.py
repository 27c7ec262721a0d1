"""What a reader may look for, in the order in which it is shown."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.models import (
    CareerPathPage,
    FaqPage,
    GlossaryPage,
    GuideIndexPage,
    GuidePage,
    IndustryIndexPage,
    IndustryPage,
    PayPage,
    RoleIndexPage,
    RolePage,
    SkillIndexPage,
    SkillPage,
    StandardPage,
)


@dataclass(frozen=True, eq=False)
class Kind:
    """`pages` are its page types, `index` the page that lists all of it, if there is one."""

    name: str
    one: str
    heading: str
    pages: list[type[Page]] = field(default_factory=list)
    index: type[Page] | None = None
    all: str = ""


ROLE = Kind("role", _("Role"), _("Roles"), [RolePage], RoleIndexPage, _("All roles"))
GUIDE = Kind(
    "guide",
    _("Guide"),
    _("Guides and career paths"),
    [GuidePage, CareerPathPage],
    GuideIndexPage,
    _("All guides"),
)
SKILL = Kind("skill", _("Skill"), _("Skills"), [SkillPage], SkillIndexPage, _("All skills"))
INDUSTRY = Kind(
    "industry",
    _("Industry"),
    _("Industries"),
    [IndustryPage],
    IndustryIndexPage,
    _("All industries"),
)
WORD = Kind("word", _("Word"), _("Words of the trade"), [], GlossaryPage, _("The glossary"))
PAGE = Kind("page", _("Page"), _("Questions and other pages"), [FaqPage, PayPage, StandardPage])
KINDS = [ROLE, GUIDE, SKILL, INDUSTRY, WORD, PAGE]
