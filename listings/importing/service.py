"""Whether a posting is for a job in customer service at all."""

import re
from dataclasses import dataclass

from listings.importing.role_text import sets_up_people
from listings.importing.roles import RoleMatch, title_parts
from listings.importing.service_words import (
    SERVICE_PHRASE,
    SERVICE_WORD,
    is_service_department,
)

# Signs of another trade in a title, and what to call it. The first that fits is named.
_TRADES = (
    (
        "an engineering role",
        r"(?<!support )(?<!success )engineer(?:ing|s)?|engeneer|developer|architect|sdet|devops|sre|"
        r"programmer|technical staff|administrator|(?:technical|tech) lead",
    ),
    ("a research role", r"scientist|research(?:er)?|entomologist|annotator"),
    (
        "a sales role",
        r"sales|account (?:executive|manager|director)|business development|client executive|"
        r"[sb]dr|ae|gtm|partnerships?|partner account|revenue|growth|commercial",
    ),
    (
        "a marketing or media role",
        r"market(?:ing|er)|content|seo|brand|influencer|copywriter|writer|editor|media|video|"
        r"creative|designer|design|artist|community(?! support)|communications|podcast",
    ),
    ("a product role", r"product (?:manager|owner|lead|ops|management)|pm|ux|ui|user experience"),
    ("a data role", r"data (?!services)|analytics|business intelligence|bi"),
    (
        "a finance role",
        r"financ(?:e|ial)|accountant|controller|tax|treasury|accounts? (?:payable|receivable)|"
        r"underwriting|fp&a|payroll|procurement|trader|collections",
    ),
    (
        "a people role",
        r"recruit\w*|talent|people|hr|human resources|executive assistant|chief of staff|"
        r"personal assistant|office manager|workplace",
    ),
    ("a legal or compliance role", r"counsel|legal|compliance|kyc|paralegal|risk|fraud"),
    ("a clinical role", r"nurse|physician|therapist|doctor"),
    ("a manual trade", r"plumbers?|carpenter|installer|construction|maintenance|manufacturing"),
    ("project management", r"(?:project|program(?:me)?|delivery) manager"),
)
_TRADE_SIGNS = [
    (name, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for name, pattern in _TRADES
]
_JOINED = re.compile(r"[/&+]|\band\b")  # "Customer Service & Sales": two trades in one job
_TASK = re.compile(r"\b(?:onboarding|implementations?|help ?desk)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Verdict:
    """`borderline` postings are kept, and wait in review with the reason."""

    keep: bool
    borderline: bool
    reason: str


def judge(title: str, department: str, role_match: RoleMatch, text: str = "") -> Verdict:
    """Keep what is surely service, review what may be, skip the rest with a reason.

    A role that fits exactly decides; else a title that speaks of service and of no other trade
    is worth a look, whatever its department.
    """
    if role_match.confidence == "exact":
        return Verdict(True, False, role_match.reason)
    if role_match.confidence == "close":
        return Verdict(True, True, role_match.reason)

    parts, asides = title_parts(title)
    line = ", ".join(parts)
    trade = next((name for name, sign in _TRADE_SIGNS if sign.search(line)), None)
    joined = trade is None or is_service_department(department) or _JOINED.search(line)
    if joined and SERVICE_PHRASE.search(line):
        return Verdict(True, True, "The title speaks of customer service, but no role fits.")
    if trade:
        return Verdict(False, False, f"It is {trade}.")
    if SERVICE_WORD.search(line) or SERVICE_PHRASE.search(asides):
        return Verdict(True, True, "The title sounds like service, but no role fits.")
    if _TASK.search(line) and (is_service_department(department) or sets_up_people(text)):
        return Verdict(True, True, "The title may be a service task, but no role fits.")
    return Verdict(False, False, "Nothing in the title speaks of service.")
