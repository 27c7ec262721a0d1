"""What search engines demand of a JobPosting, as rules on the finished markup.

Written from the rules and not from the code that makes the markup: it reads a plain dict, as a crawler
does, and imports nothing of the site.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .check_values import Faults, is_address, is_number, is_one_of, is_text
from .check_where import location, remote
from .check_words import description, title

REQUIRED = ["title", "description", "datePosted", "hiringOrganization"]
KNOWN = {
    *("@context", "@type", *REQUIRED),
    *("jobLocation", "validThrough", "employmentType", "baseSalary", "jobLocationType"),
    *("applicantLocationRequirements", "directApply", "identifier", "educationRequirements"),
    *("experienceRequirements", "experienceInPlaceOfEducation", "skills", "responsibilities"),
    *("qualifications", "workHours", "jobBenefits", "incentiveCompensation", "jobStartDate"),
    *("totalJobOpenings", "occupationalCategory", "industry", "applicationContact"),
    *("eligibilityToWorkRequirement", "url"),
}
TEXTS = {
    *("skills", "responsibilities", "qualifications", "workHours", "jobBenefits"),
    *("incentiveCompensation", "industry", "eligibilityToWorkRequirement"),
}
EMPLOYMENT_TYPES = {
    *("FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM"),
    "OTHER",
}
UNITS = {"HOUR", "DAY", "WEEK", "MONTH", "YEAR"}
CREDENTIALS = {
    *("high school", "associate degree", "bachelor degree", "professional certificate"),
    "postgraduate degree",
}
NO_REQUIREMENTS = "no requirements"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Finding:
    """A rule that the markup breaks, and the property that breaks it."""

    property: str
    rule: str

    def __str__(self):
        return f"{self.property}: {self.rule}"


def check_posting(posting: dict) -> list[Finding]:
    """Everything that is wrong with one JobPosting; nothing if it may go out."""
    found = [Finding(name, rule) for check in CHECKS for name, rule in check(posting)]
    return list(dict.fromkeys(found))


def the_whole(posting: dict) -> Faults:
    try:
        json.dumps(posting, allow_nan=False)
    except (TypeError, ValueError):
        yield "JobPosting", "must be plain JSON"
    if not is_one_of(posting.get("@context"), {"https://schema.org", "https://schema.org/"}):
        yield "@context", "must be https://schema.org"
    if posting.get("@type") != "JobPosting":
        yield "@type", "must be JobPosting"
    for name in posting.keys() - KNOWN:
        yield name, "is no property of a JobPosting that anybody reads"
    for name in REQUIRED:
        if not posting.get(name):
            yield name, "is required"
    for name, value in posting.items():
        if value is None or value == "" or value == [] or value == {}:
            yield name, "must not be empty: leave it out"


def dates(posting: dict) -> Faults:
    instants = {}
    for name in ("datePosted", "validThrough"):
        value = posting.get(name)
        if value is None:
            continue
        is_day = name == "datePosted" and isinstance(value, str) and DAY.fullmatch(value)
        if not is_day and not (isinstance(value, str) and INSTANT.fullmatch(value)):
            yield name, "must be ISO 8601 with time and offset"
            continue
        try:
            instants[name] = datetime.fromisoformat(value)
        except ValueError:
            yield name, "must be a real date"
    if "validThrough" not in posting:
        yield "validThrough", "is required of a job that closes"
    posted, closes = instants.get("datePosted"), instants.get("validThrough")
    if closes and posted and posted.tzinfo and closes <= posted:
        yield "validThrough", "must be after datePosted"


def employment_type(posting: dict) -> Faults:
    value = posting.get("employmentType")
    if value is None:
        return
    values = value if isinstance(value, list) else [value]
    if any(each not in EMPLOYMENT_TYPES for each in values if isinstance(each, str)):
        yield "employmentType", "must be of the closed list, in capitals"
    if not all(isinstance(each, str) for each in values) or len(set(map(str, values))) < len(
        values
    ):
        yield "employmentType", "must be one name or a list of different names"


def organization(posting: dict) -> Faults:
    value = posting.get("hiringOrganization")
    if value is None or value == "confidential":
        return
    if not isinstance(value, dict) or value.get("@type") != "Organization":
        yield "hiringOrganization", "must be an Organization"
        return
    if not is_text(value.get("name")):
        yield "hiringOrganization.name", "is required"
    for name in ("sameAs", "logo"):
        if name in value and not is_address(value[name]):
            yield f"hiringOrganization.{name}", "must be a full web address"


def identifier(posting: dict) -> Faults:
    value = posting.get("identifier")
    if value is None:
        return
    if not isinstance(value, dict) or value.get("@type") != "PropertyValue":
        yield "identifier", "must be a PropertyValue"
    elif not is_text(value.get("name")) or not is_text(str(value.get("value") or "")):
        yield "identifier", "must have a name and a value"


def salary(posting: dict) -> Faults:
    pay = posting.get("baseSalary")
    if pay is None:
        return
    if not isinstance(pay, dict) or pay.get("@type") != "MonetaryAmount":
        yield "baseSalary", "must be a MonetaryAmount"
        return
    if not re.fullmatch(r"[A-Z]{3}", str(pay.get("currency", ""))):
        yield "baseSalary.currency", "must be an ISO 4217 code"
    value = pay.get("value")
    if not isinstance(value, dict) or value.get("@type") != "QuantitativeValue":
        yield "baseSalary.value", "must be a QuantitativeValue"
        return
    if not is_one_of(value.get("unitText"), UNITS):
        yield "baseSalary.value.unitText", "must be HOUR, DAY, WEEK, MONTH or YEAR"
    given = {name for name in ("value", "minValue", "maxValue") if name in value}
    if given not in ({"value"}, {"minValue", "maxValue"}):
        yield "baseSalary.value", "must have value, or minValue and maxValue"
    amounts = [value[name] for name in sorted(given)]
    if not all(is_number(amount) and amount > 0 for amount in amounts):
        yield "baseSalary.value", "must be numbers above 0, without separators"
    elif given == {"minValue", "maxValue"} and value["minValue"] > value["maxValue"]:
        yield "baseSalary.value", "must not have a minimum above the maximum"


def requirements(posting: dict) -> Faults:
    education = posting.get("educationRequirements")
    for each in education if isinstance(education, list) else [education]:
        if isinstance(each, dict):
            if each.get("@type") != "EducationalOccupationalCredential":
                yield "educationRequirements", "must be an EducationalOccupationalCredential"
            if not is_one_of(each.get("credentialCategory"), CREDENTIALS):
                yield "educationRequirements.credentialCategory", "must be of the closed list"
        elif each is not None and each != NO_REQUIREMENTS:
            yield "educationRequirements", f"must be a credential or “{NO_REQUIREMENTS}”"
    experience = posting.get("experienceRequirements")
    if isinstance(experience, dict):
        if experience.get("@type") != "OccupationalExperienceRequirements":
            yield "experienceRequirements", "must be OccupationalExperienceRequirements"
        months = experience.get("monthsOfExperience")
        if not is_number(months) or months <= 0:
            yield "experienceRequirements.monthsOfExperience", "must be a number above 0"
    elif experience is not None and experience != NO_REQUIREMENTS:
        yield "experienceRequirements", f"must be months or “{NO_REQUIREMENTS}”"
    instead = posting.get("experienceInPlaceOfEducation")
    if instead is not None and not isinstance(instead, bool):
        yield "experienceInPlaceOfEducation", "must be true or false"
    if instead is True and not (education and experience):
        yield "experienceInPlaceOfEducation", "needs both education and experience"


def the_rest(posting: dict) -> Faults:
    if "directApply" in posting and not isinstance(posting["directApply"], bool):
        yield "directApply", "must be true or false"
    if "url" in posting and not is_address(posting["url"]):
        yield "url", "must be a full web address"
    for name in TEXTS & posting.keys():
        if not isinstance(posting[name], str):
            yield name, "must be text"
    code = posting.get("occupationalCategory")
    if code is not None and not re.match(r"\d\d-\d{4}\.\d\d\b", str(code)):
        yield "occupationalCategory", "must begin with an O*NET-SOC code"
    openings = posting.get("totalJobOpenings")
    if openings is not None and (not is_number(openings) or openings < 1):
        yield "totalJobOpenings", "must be a number from 1"


CHECKS: list[Callable[[dict], Faults]] = [
    the_whole,
    title,
    description,
    dates,
    employment_type,
    organization,
    identifier,
    location,
    remote,
    salary,
    requirements,
    the_rest,
]
