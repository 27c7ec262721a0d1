"""Closed lists of choices. Their values stand in code, in data files and in addresses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoleFamily(models.TextChoices):
    """A line of the ladder. Letter, hue and name always stand together on a page."""

    FRONT_LINE = "front_line", _("Front line")
    TECHNICAL = "technical", _("Technical")
    QUALITY_TRAINING = "quality_training", _("Quality and training")
    LEADERSHIP = "leadership", _("Leading teams")
    SUCCESS = "success", _("Success and accounts")
    EXPERIENCE = "experience", _("Experience")
    OPERATIONS = "operations", _("Operations")
    EXIT = "exit", _("Beyond service")

    @property
    def letter(self) -> str:
        """The sign of the line; exits have no line and no letter."""
        return "" if self == RoleFamily.EXIT else LINE_LETTERS[self]

    @property
    def css_class(self) -> str:
        return "line-exit" if self == RoleFamily.EXIT else f"line-{LINE_HUES[self]}"


LINE_LETTERS = {
    RoleFamily.FRONT_LINE: "F",
    RoleFamily.TECHNICAL: "T",
    RoleFamily.QUALITY_TRAINING: "Q",
    RoleFamily.LEADERSHIP: "L",
    RoleFamily.SUCCESS: "S",
    RoleFamily.EXPERIENCE: "X",
    RoleFamily.OPERATIONS: "O",
}
LINE_HUES = {
    RoleFamily.FRONT_LINE: "front",
    RoleFamily.TECHNICAL: "tech",
    RoleFamily.QUALITY_TRAINING: "quality",
    RoleFamily.LEADERSHIP: "lead",
    RoleFamily.SUCCESS: "success",
    RoleFamily.EXPERIENCE: "cx",
    RoleFamily.OPERATIONS: "operations",
}

LADDER_LEVELS = {
    1: _("entry"),
    2: _("senior"),
    3: _("specialist or lead"),
    4: _("manager"),
    5: _("director"),
    6: _("chief"),
}


class Channel(models.TextChoices):
    """How customers reach a person who does the job."""

    PHONE = "phone", _("Phone")
    EMAIL = "email", _("Email")
    CHAT = "chat", _("Chat")
    SOCIAL = "social", _("Social media")
    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("Video")
    BACK_OFFICE = "back_office", _("No customer contact")


class WorkMode(models.TextChoices):
    ON_SITE = "on_site", _("On site")
    HYBRID = "hybrid", _("Hybrid")
    REMOTE = "remote", _("Remote")
    FIELD = "field", pgettext_lazy("work mode", "In the field")


class EmploymentType(models.TextChoices):
    """schema.org JobPosting employmentType, as Google reads it."""

    FULL_TIME = "FULL_TIME", _("Full time")
    PART_TIME = "PART_TIME", _("Part time")
    CONTRACTOR = "CONTRACTOR", _("Contract or freelance")
    TEMPORARY = "TEMPORARY", _("Temporary")
    INTERN = "INTERN", _("Internship")
    PER_DIEM = "PER_DIEM", _("By the day")
    OTHER = "OTHER", _("Other")


class ShiftPattern(models.TextChoices):
    DAY = "day", _("Days")
    EVENING = "evening", _("Evenings")
    NIGHT = "night", _("Nights")
    ROTATING = "rotating", _("Rotating shifts")
    SPLIT = "split", _("Split shifts")
    FLEXIBLE = "flexible", _("Flexible hours")


class Weekday(models.IntegerChoices):
    """Days as `date.weekday()` counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class ContactStyle(models.TextChoices):
    """How far the words of a contact are laid down."""

    SCRIPTED = "scripted", _("Scripts to follow word by word")
    GUIDED = "guided", _("Guides and templates, said your way")
    FREE = "free", _("Your own words")


class PayPeriod(models.TextChoices):
    """schema.org unitText, in our case."""

    HOUR = "hour", _("an hour")
    DAY = "day", _("a day")
    WEEK = "week", _("a week")
    MONTH = "month", _("a month")
    YEAR = "year", _("a year")


class Education(models.TextChoices):
    NONE = "none", _("No degree or diploma needed")
    HIGH_SCHOOL = "high_school", _("High school diploma or equivalent")
    CERTIFICATE = "certificate", _("Professional certificate")
    ASSOCIATE = "associate", _("Associate degree")
    BACHELOR = "bachelor", _("Bachelor's degree")
    POSTGRADUATE = "postgraduate", _("Postgraduate degree")


class Cefr(models.TextChoices):
    """Common European Framework of Reference for Languages. The values sort by level."""

    A1 = "A1", _("A1, first words")
    A2 = "A2", _("A2, simple talk")
    B1 = "B1", _("B1, everyday talk")
    B2 = "B2", _("B2, at ease at work")
    C1 = "C1", _("C1, fluent")
    C2 = "C2", _("C2, as a native speaker")


class SkillKind(models.TextChoices):
    SERVICE = "service", _("Customer service")
    INTERPERSONAL = "interpersonal", _("With people")
    SELF_MANAGEMENT = "self_management", _("Working on your own")
    TECHNICAL = "technical", _("Technical")
    TOOL = "tool", _("Tools")
    DOMAIN = "domain", _("Knowledge of a field")
    LANGUAGE = "language", _("Languages")
    CERTIFICATION = "certification", _("Certificates and licenses")
