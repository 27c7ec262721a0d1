"""A job title as a role of the taxonomy, with how sure that is."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from cms.phrases import PhraseFinder, PhraseHit

EXIT_FAMILY = "exit"

# Words that leave no doubt that people are served, wherever they stand.
SERVICE_PHRASE = re.compile(
    r"\bcustomer(?:'s)? (?:services?|support|care|success|experience|operations|happiness|relations|"
    r"satisfaction|contact|advocacy|onboarding|retention|resolution|complaints?)\b"
    r"|\bclient (?:services?|success|support|care|relations|experience|onboarding)\b"
    r"|\b(?:guest|patient|member|visitor|passenger|tenant)s? (?:services?|relations|experience|"
    r"support|access|care)\b|\b(?:call|contact) cent(?:er|re)s?\b|\bCX\b"
    r"|\b(?:help|service|front|information|support) desk\b|\bhelpdesk\b"
    r"|\b(?:technical|tech|product|user|IT|desktop|email|chat|phone|merchant|seller|player) support\b"
    r"|\bsupport (?:team|tickets?|agents?|requests?|queue|operations)\b"
    r"|\b(?:receptionist|concierge|hostess|CSR|telemarketer|switchboard|technical account manager)\b",
    re.IGNORECASE,
)
# Words that speak of service in a title, if nothing in it speaks of another trade.
SERVICE_WORD = re.compile(
    r"\b(?:customers?|clients?|guests?|patients?|members?|visitors?|callers?|call|telephone|phone|"
    r"desk|support|success|care|complaints?|escalations?|retention|renewals?|loyalty|cx|csm|hotel|"
    r"shop|store|retail|cardholder|policyholder|telesales|telemarketing|greeter|host|steward|"
    r"attendant|chat|workforce|wfm|membership|scheduler|pbx|reservations?|reservationist|field service|"
    r"front office|information (?:desk|clerk|assistant)|service (?:representative|agent|advisor|"
    r"associate|coordinator))\b",
    re.IGNORECASE,
)
_SERVICE_DEPARTMENT = re.compile(
    r"\b(?:customers?|clients?|support|success|cx|care|concierge|implementations?|onboarding|"
    r"call cent(?:er|re)|contact cent(?:er|re)|help ?desk|service desk|front desk|"
    r"guest services|patient services|member services|customer service)\b",
    re.IGNORECASE,
)
_NO_SERVICE_DEPARTMENT = re.compile(r"\bsales support\b|\bcare transformation\b", re.IGNORECASE)
# Other trades: as the word before a title ("Sales Operations Manager") or as a department.
_OTHER_TRADE = re.compile(
    r"\b(?:sales|marketing|engineering|software|data|finance|financial|credit|legal|hr|people|"
    r"talent|recruit\w*|creative|design|security|cyber\w*|supply chain|portfolio|revenue|"
    r"business|trading|production|manufacturing|warehouse|fleet|construction|research|product|"
    r"commercial|partner(?:ship)?s?|growth|compliance|exchange|medical|clinical|ai|ml)\b",
    re.IGNORECASE,
)
_DEPARTMENTS = re.compile(r"[/,&|()\u2013-]|\band\b")
_CALM_DEPARTMENTS = re.compile(
    r"\bengineering\b|\bsoftware\b|\bproduct\b|\bcommercial\b|\bgrowth\b"
)
_SURE = ("none", "close", "exact")
_MENTIONS_ENOUGH = 3  # service phrases in a text that make a general title a service one
_TEXT_READ = 20_000

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
        self._words: set[str] = set()
        for slug, title, alternatives, family in roles:
            if family == EXIT_FAMILY:
                self._exits.add(slug)
            for label in map(_spelled, (title, *alternatives)):
                labels.append((label, slug))
                self._words.update(label.casefold().split())
        self._finder = PhraseFinder(labels)

    def map(self, title: str, department: str = "", text: str = "") -> RoleMatch:
        """The role of the longest known title in `title`.

        A general one ("Team Lead", "Implementation Manager") counts only where the rest of the
        title or the department speaks of service; where the text alone does, it is close.
        """
        parts, asides = title_parts(title)
        best = None
        for line in self._lines(parts):
            for reading in self._readings(line, asides):
                match = self._judged(reading, department, text)
                size = (_SURE.index(match.confidence), len(reading.hit.text.split()))
                if best is None or size > best[0]:
                    best = (size, match)
        return best[1] if best else RoleMatch(None, "none", "No known title is in it.")

    def _lines(self, parts: list[str]) -> list[str]:
        """The title as it stands, in the singular, and turned round: "Manager, Client Success"."""
        if not parts:
            return []
        lines = [", ".join(parts)]
        words = [word for word in parts[0].split() if word.casefold() not in _SENIORITY - _RANKS]
        if len(parts) > 1 and len(words) == 1 and words[0].casefold() in _RANKS:
            lines.append(", ".join([f"{parts[1]} {words[0]}", *parts[2:]]))
        roof = _ROOF_TITLE.match(lines[0])
        if roof:
            lines += [f"{rank} of {roof['of']}" for rank in _ROOF]
        lines += [_WORD.sub(self._singular, line) for line in lines]
        return list(dict.fromkeys(lines))

    def _singular(self, match: re.Match) -> str:
        word = match[0].casefold()
        known = word in self._words or word[:-1] not in self._words
        return match[0] if known or word[-1] != "s" else match[0][:-1]

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
        if _OTHER_TRADE.search(reading.before):
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


def is_service_department(department: str) -> bool:
    """Whether a department's name, or one of those it joins, is short and speaks of service."""
    plain = _NO_SERVICE_DEPARTMENT.sub(" ", department)
    return any(
        len(name.split()) <= 3 and _SERVICE_DEPARTMENT.search(name)
        for name in _DEPARTMENTS.split(plain)
    )


def is_other_department(department: str) -> bool:
    """Whether a department is of another trade; support engineers may well sit in engineering."""
    calm = _CALM_DEPARTMENTS.sub(" ", department.casefold())
    return _OTHER_TRADE.search(calm) is not None and not is_service_department(department)


def _general(reading: _Reading, slug: str, department: str, text: str) -> RoleMatch:
    found = f'"{reading.hit.text}"'
    if _OTHER_TRADE.search(reading.before):
        return RoleMatch(None, "none", f"{found} follows a word of another trade.")
    if SERVICE_PHRASE.search(f"{reading.before} {reading.elsewhere}"):
        return RoleMatch(slug, "exact", f"{found}, with service in the title.")
    if is_service_department(department):
        sure = "exact" if _stands_alone(reading) and reading.is_first_part else "close"
        return RoleMatch(slug, sure, f"{found}, in a service department.")
    if len(SERVICE_PHRASE.findall(text[:_TEXT_READ])) >= _MENTIONS_ENOUGH:
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
