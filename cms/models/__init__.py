from .desk import CannedAnswer, PostAdvice
from .glossary import GlossaryTerm
from .pages import (
    GlossaryPage,
    GuideIndexPage,
    GuidePage,
    HomePage,
    RoleIndexPage,
    RolePage,
    StandardPage,
)
from .places import Place
from .seeds import SeedRecord
from .skills import Language, Skill, Tool, ToolFamily
from .taxonomy import CareerStep, Industry, Role, RoleSkill
from .wages import Wage, WageArea

__all__ = [
    "CannedAnswer",
    "CareerStep",
    "GlossaryPage",
    "GlossaryTerm",
    "GuideIndexPage",
    "GuidePage",
    "HomePage",
    "Industry",
    "Language",
    "Place",
    "PostAdvice",
    "Role",
    "RoleIndexPage",
    "RolePage",
    "RoleSkill",
    "SeedRecord",
    "Skill",
    "StandardPage",
    "Tool",
    "ToolFamily",
    "Wage",
    "WageArea",
]
