"""A job title as a role of the taxonomy, with how sure that is."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from cms.phrases import PhraseFinder, PhraseHit
from listings.importing.role_text import leads_nobody, sets_up_customers, speaks_of_service
from listings.importing.service_words import (
    OTHER_TRADE,
    SERVICE_PHRASE,
    SERVICE_WORD,
    SETTING_UP,
    is_other_department,
    is_service_department,
)

EXIT_FAMILY = "exit"
LEADING_FAMILY = "leadership"
SUCCESS_FAMILY = "success"  # its managers look after customers; who leads them is another role

_SURE = ("none", "close", "exact")
# A title that names the work and no rank, as in "Customer Support, part-time".
_FUNCTION = re.compile(
    r"(?P<work>(?:customer|client|guest|member|patient) "
    r"(?:success|services?|support|care|experience))(?: team)?(?: members?)?",
    re.IGNORECASE,
)

_ASIDE = re.compile(r"[(\[{]([^)\]}]*)[)\]}]")
_GENDERS = re.compile(
    r"[-\u2013,]?\s*\b(?:wom[ae]n|m[ae]n|male|female)\s*/\s*(?:wom[ae]n|m[ae]n|male|female)"
    r"(?:\s*/\s*(?:non[ -]?binary|diverse))?\b|\b[mfwdx](?:\s?/\s?[mfwdx]){1,3}\b|\ball genders\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+[-\u2013\u2014|/@]\s+|[-\u2013\u2014]\s+|\s+[-\u2013\u2014]|\s*[,:;|]\s*")
_SPELLINGS = (
    (re.compile(r"\bcentre(s?)\b", re.IGNORECASE), r"center\1"),
    (re.compile(r"\b(help|service|front)desk\b", re.IGNORECASE), r"\1 desk"),
    (re.compile(r"\bcallcent", re.IGNORECASE), "call cent"),
    (re.compile(r"\bsr\b\.?", re.IGNORECASE), "Senior"),
    (re.compile(r"\bjr\b\.?", re.IGNORECASE), "Junior"),
    (re.compile(r"\bmgr\b\.?", re.IGNORECASE), "Manager"),
    (re.compile(r"\breps?\b", re.IGNORECASE), "Representative"),
    (re.compile(r"\bvice president\b", re.IGNORECASE), "VP"),
    (re.compile(r"\bCX\b"), "Customer Experience"),
)
_SENIORITY = {
    "senior", "junior", "lead", "principal", "staff", "founding", "entry", "level", "mid", "medior",
    "experienced", "associate", "assistant", "executive", "global", "regional", "group", "remote",
    "hybrid", "virtual", "part", "full", "time", "bilingual", "i", "ii", "iii", "iv", "v",
    "temporary", "seasonal", "strategic", "enterprise", "interim", "the", "a", "new",
}  # fmt: skip
# May follow a title without changing the trade: "Customer Concierge Executive".
_FOLLOWERS = _SENIORITY | {
    "intern", "trainee", "contractor", "agent", "officer", "specialist", "representative", "rep",
    "coordinator", "needed", "wanted", "us", "usa", "uk", "emea", "apac", "americas", "latam",
}  # fmt: skip
_RANKS = {"manager", "director", "head", "vp", "lead", "supervisor", "chief", "specialist"}
_LEADERS = re.compile(r"\b(?:manager|director|head|vp|supervisor|chief)\b", re.IGNORECASE)
_ROOF = ("Director", "Head", "VP")  # one rung: what is true of one is looked up for all
_ROOF_TITLE = re.compile(r"^(?:director|head|vp)(?: of)?,? (?P<of>.+)", re.IGNORECASE)
_LEVEL = re.compile(r"[a-z]?\d+(?:/[a-z]?\d+)?")  # 2, L1, L5/L6
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class RoleMatch:
    """`confidence` is exact, close (a person should look) or none; then `slug` is None."""

    slug: str | None
    confidence: str
    reason: str


@dataclass(frozen=True)
class _Reading:
    """One way to read a title, and a known title found in it."""

    hit: PhraseHit
    before: str
    after: str
    elsewhere: str
    is_first_part: bool


class RoleMapper:
    """Maps titles to roles.

    Parameters
    ----------
    roles : (slug, title, alternative titles, family). Roles of the family "exit" are known, so
        that "Customer Marketing Manager" is seen to be marketing, and never mapped to.
    """

    def __init__(self, roles: Iterable[tuple[str, str, Iterable[str], str]]) -> None:
        labels = []
        self._exits = set()
        self._leading = set()
        self._looking_after = set()
        self._words: set[str] = set()
        for slug, title, alternatives, family in roles:
            if family == EXIT_FAMILY:
                self._exits.add(slug)
            elif family == LEADING_FAMILY:
                self._leading.add(slug)
            elif family == SUCCESS_FAMILY:
                self._looking_after.add(slug)
            for label in map(_spelled, (title, *alternatives)):
                labels.append((label, slug))
                self._words.update(label.casefold().split())
        self._finder = PhraseFinder(labels)

    def map(self, title: str, department: str = "", text: str = "") -> RoleMatch:
        """The role of the longest known title in `title`.

        A general one ("Team Lead", "Implementation Manager") counts only where the rest of the
        title or the department speaks of service; where the text alone does, it is close. A
        manager who leads nobody is no manager, and one that names no rank is of the plainest.
        """
        parts, asides = title_parts(title)
        best = None
        for line in self._lines(parts):
            for reading in self._readings(line, asides):
                match = self._judged(reading, department, text)
                match = self._led(match, reading.hit.text, text)
                size = (_SURE.index(match.confidence), len(reading.hit.text.split()))
                if best is None or size > best[0]:
                    best = (size, match)
        if best is None:
            return self._of_function(parts)
        return best[1]

    def _lines(self, parts: list[str]) -> list[str]:
        """The title as it stands, in the singular, and turned round: "Manager, Customer Support"."""
        if not parts:
            return []
        lines = [", ".join(parts)]
        words = [word for word in parts[0].split() if word.casefold() not in _SENIORITY - _RANKS]
        if len(parts) > 1 and len(words) == 1 and words[0].casefold() in _RANKS:
            turned = ", ".join([f"{parts[1]} {words[0]}", *parts[2:]])
            lines += [] if self._looks_after_customers(turned) else [turned]
        roof = _ROOF_TITLE.match(lines[0])
        if roof:
            lines += [f"{rank} of {roof['of']}" for rank in _ROOF]
        lines += [_WORD.sub(self._singular, line) for line in lines]
        return list(dict.fromkeys(lines))

    def _looks_after_customers(self, line: str) -> bool:
        """Whether a manager in it has customers, not people: "Manager, Client Success" leads those."""
        return any(
            hit.key in self._looking_after and _LEADERS.search(hit.text)
            for hit in self._finder.find(line)
        )

    def _singular(self, match: re.Match) -> str:
        word = match[0].casefold()
        known = word in self._words or word[:-1] not in self._words
        return match[0] if known or word[-1] != "s" else match[0][:-1]

    def _of_function(self, parts: list[str]) -> RoleMatch:
        """What a title without a rank most likely means: success has managers, service agents."""
        first = " ".join(parts[:1])
        words = " ".join(word for word in first.split() if word.casefold() not in _SENIORITY)
        work = _FUNCTION.fullmatch(words)
        rank = "Manager" if "success" in words.casefold() else "Representative"
        known = self._of_label(f"{work['work']} {rank}") if work else None
        if known is None:
            return RoleMatch(None, "none", "No known title is in it.")
        return RoleMatch(known, "close", f'"{words}" names the work and no rank.')

    def _of_label(self, label: str) -> str | None:
        """The role of service that is called exactly so."""
        hits = [hit for hit in self._finder.find(label) if len(hit.text) == len(label)]
        return next((hit.key for hit in hits if hit.key not in self._exits), None)

    def _led(self, match: RoleMatch, found: str, text: str) -> RoleMatch:
        """The same role, unless it is a manager's and the text tells that nobody is led."""
        label, _, rank = found.rpartition(" ")
        if (
            match.slug not in self._leading
            or rank.casefold() != "manager"
            or not leads_nobody(text)
        ):
            return match
        reason = f'The text of this "{found}" speaks of nobody who is led.'
        return RoleMatch(self._of_label(f"{label} Specialist") or match.slug, "close", reason)

    def _readings(self, line: str, asides: str) -> list[_Reading]:
        readings = []
        for hit in self._finder.find(line):
            start = line.rfind(",", 0, hit.start) + 1
            end = line.find(",", hit.end)
            end = len(line) if end < 0 else end
            elsewhere = f"{line[:start]} {line[end:]} {asides}"
            before, after = line[start : hit.start], line[hit.end : end]
            readings.append(_Reading(hit, before, after, elsewhere, start == 0))
        return readings

    def _judged(self, reading: _Reading, department: str, text: str) -> RoleMatch:
        slug, found = reading.hit.key, f'"{reading.hit.text}"'
        if slug in self._exits:
            return RoleMatch(None, "none", f"{found} is a role beyond service.")
        if _LEADERS.search(reading.before) or _changes_trade(reading.after):
            return RoleMatch(None, "none", f"The title is more than {found}.")
        if not (SERVICE_PHRASE.search(found) or SERVICE_WORD.search(found)):
            return _general(reading, slug, department, text)
        if not reading.is_first_part:
            return RoleMatch(slug, "close", f"{found} is not the first part of the title.")
        if SERVICE_PHRASE.search(f"{reading.before}{reading.hit.text}"):
            return RoleMatch(slug, "exact", f"{found} is in the title.")
        if OTHER_TRADE.search(reading.before):
            if is_other_department(department):
                return RoleMatch(None, "none", f"Title and department make {found} another trade.")
            return RoleMatch(slug, "close", f"{found} follows a word of another trade.")
        if not (_stands_alone(reading) or is_service_department(department)):
            return RoleMatch(slug, "close", f"{found} follows words that may change the trade.")
        if is_other_department(department):
            return RoleMatch(slug, "close", f"{found}, but in another department.")
        return RoleMatch(slug, "exact", f"{found} is in the title.")


def title_parts(title: str) -> tuple[list[str], str]:
    """The parts of a title between commas and dashes, and what stood in brackets."""
    plain = _GENDERS.sub(" ", unicodedata.normalize("NFKC", title[:300]))
    asides = " ".join(match[1] for match in _ASIDE.finditer(plain))
    plain = _spelled(_ASIDE.sub(" ", plain))
    parts = [" ".join(part.split()).strip(" -\u2013&*.\"'") for part in _PARTS.split(plain)]
    return [part for part in parts if part], asides


def _general(reading: _Reading, slug: str, department: str, text: str) -> RoleMatch:
    found = f'"{reading.hit.text}"'
    if OTHER_TRADE.search(reading.before):
        return RoleMatch(None, "none", f"{found} follows a word of another trade.")
    if SERVICE_PHRASE.search(f"{reading.before} {reading.elsewhere}"):
        return RoleMatch(slug, "exact", f"{found}, with service in the title.")
    if is_service_department(department):
        sure = "exact" if _stands_alone(reading) and reading.is_first_part else "close"
        return RoleMatch(slug, sure, f"{found}, in a service department.")
    if SETTING_UP.search(found):
        if sets_up_customers(text):
            return RoleMatch(slug, "close", f"{found}, with customers in the text only.")
    elif speaks_of_service(text):
        return RoleMatch(slug, "close", f"{found}, with service in the text only.")
    return RoleMatch(None, "none", f"{found} is general, and nothing speaks of service.")


def _stands_alone(reading: _Reading) -> bool:
    return all(word.casefold() in _SENIORITY for word in reading.before.split())


def _changes_trade(after: str) -> bool:
    """Whether words after a known title make it another job: "Support Manager Recruiter"."""
    words = [word.strip("().").casefold() for word in after.split()]
    if words and words[0] in {"&", "and", "with", "for", "in", "or", "to", "+"}:
        return False
    return any(word and word not in _FOLLOWERS and not _LEVEL.fullmatch(word) for word in words)


def _spelled(text: str) -> str:
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    return text
