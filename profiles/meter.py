"""What matching reads of a profile, which limits it keeps to, and what is missing: in words, not a score."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.vocabulary import Channel, EmploymentType, WorkMode
from profiles.pay_floor import understood

from .contents import ProfileContents


@dataclass(frozen=True)
class Line:
    """One item of the profile: its value in words (empty if not stated), and the section to change it in."""

    label: str
    value: str
    anchor: str


@dataclass(frozen=True)
class Step:
    """The one thing that would help most next."""

    why: str
    label: str
    url: str


@dataclass(frozen=True)
class Meter:
    contents: ProfileContents
    is_guest: bool

    @property
    def reads(self) -> list[Line]:
        contents = self.contents
        skills, languages = len(contents.skills), len(contents.languages)
        jobs = len(contents.experience_texts)
        lines = [
            Line(
                _("Skills, each with your level"),
                ngettext("%(n)d skill", "%(n)d skills", skills) % {"n": skills} if skills else "",
                "skills",
            ),
            Line(_("Your role now"), str(contents.current_role or ""), "roles"),
            Line(_("The role you want"), str(contents.target_role or ""), "roles"),
            Line(
                _("Languages you speak"),
                ", ".join(f"{held.language} {held.spoken}" for held in contents.languages)
                if languages
                else "",
                "languages",
            ),
        ]
        if not self.is_guest:
            said = ngettext("of %(n)d job", "of %(n)d jobs", jobs) % {"n": jobs} if jobs else ""
            lines.append(Line(_("The words of jobs you held"), said, "experience"))
        return lines

    @property
    def limits(self) -> list[Line]:
        wanted = self.contents.preferences
        pay = ""
        if wanted.pay_floor is not None:
            pay = understood(wanted.pay_floor, wanted.pay_currency)
        place = ""
        if wanted.place:
            place = _("%(place)s, within %(distance)s") % {
                "place": wanted.place.label,
                "distance": wanted.place.distance_label(wanted.commute_miles),
            }
        return [
            Line(_("Where you would work"), _labels(WorkMode, wanted.work_modes), "preferences"),
            Line(_("Place"), place, "preferences"),
            Line(_("Lowest pay"), pay, "preferences"),
            Line(
                _("Kinds of work"), _labels(EmploymentType, wanted.employment_types), "preferences"
            ),
            Line(
                _("Channels you would rather not have"),
                _labels(Channel, wanted.channels_avoided),
                "preferences",
            ),
        ]

    @property
    def next_step(self) -> Step | None:
        """None where nothing is missing that would change what is found."""
        contents = self.contents
        page, start = reverse("profiles:profile"), reverse("profiles:start")
        steps = [
            (
                not contents.skills and not contents.current_role,
                Step(
                    _("Nothing can be compared with a job yet."), _("Add your first skills"), start
                ),
            ),
            (
                contents.snapshot.is_thin,
                Step(
                    _("With three skills or a role, each job says how well it fits."),
                    _("Say your role now"),
                    f"{page}#roles",
                ),
            ),
            (
                not contents.skills,
                Step(
                    _("Jobs ask for skills by name. Your role alone says little about them."),
                    _("Pick skills of your role"),
                    start,
                ),
            ),
            (
                not contents.preferences.place,
                Step(
                    _("Without a place, jobs too far away to reach stay in the list."),
                    _("Say where you live"),
                    f"{page}#preferences",
                ),
            ),
            (
                not contents.languages,
                Step(
                    _("Jobs that ask for a language cannot be counted as yours."),
                    _("Add your languages"),
                    f"{page}#languages",
                ),
            ),
            (
                not contents.current_role,
                Step(
                    _("Your role now counts for jobs that ask for one like it."),
                    _("Say your role now"),
                    f"{page}#roles",
                ),
            ),
            (
                not self.is_guest and not contents.experience_texts,
                Step(
                    _("The words of a job you held find jobs that use the same words."),
                    _("Add a job you held"),
                    reverse("profiles:experience_create"),
                ),
            ),
        ]
        return next((step for is_missing, step in steps if is_missing), None)


def _labels(choices, values) -> str:
    return ", ".join(str(choices(value).label) for value in values if value in choices.values)
