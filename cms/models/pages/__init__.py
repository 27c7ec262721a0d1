from .base import CheckedPage, PageSource, SitePage
from .guides import CareerPathPage, GuideIndexPage, GuidePage, PathRung
from .home import FaqPage, GlossaryPage, HomePage, StandardPage
from .pay import PayPage
from .roles import RoleIndexPage, RolePage
from .subjects import IndustryIndexPage, IndustryPage, SkillIndexPage, SkillPage

__all__ = [
    "CareerPathPage",
    "CheckedPage",
    "FaqPage",
    "GlossaryPage",
    "GuideIndexPage",
    "GuidePage",
    "HomePage",
    "IndustryIndexPage",
    "IndustryPage",
    "PageSource",
    "PathRung",
    "PayPage",
    "RoleIndexPage",
    "RolePage",
    "SitePage",
    "SkillIndexPage",
    "SkillPage",
    "StandardPage",
]
