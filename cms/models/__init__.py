from .desk import CannedAnswer, PostAdvice
from .glossary import GlossaryTerm
from .keeping import FormerSlug, SetAsideTerm
from .pages import (
    CareerPathPage,
    CheckedPage,
    FaqPage,
    GlossaryPage,
    GuideIndexPage,
    GuidePage,
    HomePage,
    IndustryIndexPage,
    IndustryPage,
    PageSource,
    PathRung,
    PayPage,
    RoleIndexPage,
    RolePage,
    SitePage,
    SkillIndexPage,
    SkillPage,
    StandardPage,
)
from .places import Place
from .reading import PageDay, PageFeedback
from .second_reading import SecondReadingTask
from .seeds import SeedRecord
from .skills import Language, Skill, Tool, ToolFamily
from .taxonomy import CareerStep, Industry, Role, RoleSkill
from .wages import Wage, WageArea

__all__ = [
    "CannedAnswer",
    "CareerPathPage",
    "CareerStep",
    "CheckedPage",
    "FaqPage",
    "FormerSlug",
    "GlossaryPage",
    "GlossaryTerm",
    "GuideIndexPage",
    "GuidePage",
    "HomePage",
    "Industry",
    "IndustryIndexPage",
    "IndustryPage",
    "Language",
    "PageDay",
    "PageFeedback",
    "PageSource",
    "PathRung",
    "PayPage",
    "Place",
    "PostAdvice",
    "Role",
    "RoleIndexPage",
    "RolePage",
    "RoleSkill",
    "SecondReadingTask",
    "SeedRecord",
    "SetAsideTerm",
    "SitePage",
    "Skill",
    "SkillIndexPage",
    "SkillPage",
    "StandardPage",
    "Tool",
    "ToolFamily",
    "Wage",
    "WageArea",
]
