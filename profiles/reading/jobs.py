"""Jobs held: a title and an employer beside a stretch of time, and what is told below it."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from cms.phrases import PhraseFinder

from .document import Document
from .periods import Period, periods, single_dates
from .sections import Line, Section

TITLE_LENGTH = 120
SUMMARY_LENGTH = 2000
HEADER_WORDS = 16  # of a line that names a job; a longer one tells of it
_ELSEWHERE = frozenset({
    Section.EDUCATION, Section.CERTIFICATES, Section.INTERESTS, Section.REFERENCES, Section.LANGUAGES,
    Section.AIMS, Section.CONTACT, Section.SKILLS, Section.RESULTS,
})  # fmt: skip
_NOUNS = (
    "agent|representative|rep|specialist|associate|assistant|advisor|adviser|consultant|analyst|"
    "technician|engineer|manager|supervisor|director|lead|leader|coordinator|co-ordinator|clerk|cashier|"
    "receptionist|operator|officer|executive|administrator|admin|trainer|teacher|tutor|instructor|"
    "host|hostess|server|waiter|waitress|barista|bartender|teller|secretary|planner|scheduler|"
    "dispatcher|driver|courier|designer|writer|editor|developer|nurse|caregiver|carer|aide|worker|"
    "intern|trainee|apprentice|temp|volunteer coordinator|concierge|porter|housekeeper|attendant|"
    "ambassador|captain|steward|stewardess|auditor|buyer|merchandiser|salesperson|seller|stocker|"
    "packer|picker|handler|interpreter|translator|moderator|recruiter|head|chief|vp|president|owner|"
    "founder|partner|freelancer|contractor|crew member|team member|staff member|keyholder|telemarketer|"
    "collector|processor|adjuster|underwriter|paralegal|librarian|lifeguard|nanny|cook|chef|guard|"
    "guide|csr|csm|strategist|expert|professional|caller|greeter|fundraiser|estimator|stylist"
)
_TITLE = re.compile(
    rf"\b(?:{_NOUNS})s?\b(?:\s+(?:[IVX]{{1,3}}|[1-3])\b)?(?:\s*\([^)]{{1,40}}\))?$", re.IGNORECASE
)
_TITLE_OF = re.compile(
    r"^(?:director|head|manager|vp|vice president|chief|team lead(?:er)?|supervisor|coordinator)"
    r"(?:\s+of|,)\s+\w", re.IGNORECASE,
)  # fmt: skip
_RANK = re.compile(
    r"^(?:senior|sr\.?|junior|jr\.?|lead|head|bilingual|multilingual|trilingual|remote|part-time|full-time|"
    r"assistant|associate|principal|temporary|seasonal|freelance|virtual|inbound|outbound|deputy|acting|"
    r"volunteer|night|weekend|staff|chief|global|regional|field|new)$", re.IGNORECASE,
)  # fmt: skip
_SPLIT = re.compile(
    r"\s*(?:\||\t|\s{2,}|\s[-–—]+\s|—|\s/\s|•|·|;|,\s+|\s@\s|(?<=\w{4})\.\s+(?=[A-Z]))\s*"
    r"|\s+(?:at|with|for)\s+(?=[A-Z\d])"
)
_NO_EMPLOYER = re.compile(
    r"^(?:remote(?:ly)?|freelance|full[- ]?time|part[- ]?time|contract|temporary|seasonal|hybrid|on[- ]?site|"
    r"internship|intern|volunteer|self[- ]employed|\W*|[A-Z]{2}|\d+ (?:years?|months?|yrs?).*|usa?|uk|"
    r"\(.*\)|home[- ]based|permanent|period|dates?|work from home)$", re.IGNORECASE,
)  # fmt: skip
_MONTHS_TOLD = re.compile(r"\(?\b\d+\+?\s*(?:years?|yrs?|months?|mos?)\b[^)]*\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class JobFound:
    title: str
    employer: str
    role: str  # slug, or ""
    start: date | None
    end: date | None
    years: int
    at: int  # where its heading begins
    phrase: str
    summary: str = ""
    told_from: int = 0
    told_to: int = 0
    names: tuple[tuple[int, int], ...] = field(default=())  # where its employer's name stands


def jobs_held(document: Document, titles: PhraseFinder) -> list[JobFound]:
    """In the order of the text."""
    lines = document.lines
    anchors = [
        (index, times)
        for index, line in enumerate(lines)
        if not line.is_heading and line.section not in _ELSEWHERE and (times := _times(line))
    ]
    found: list[JobFound] = []
    employer = ""
    previous = -1
    for order, (index, times) in enumerate(anchors):
        following = anchors[order + 1][0] if order + 1 < len(anchors) else len(lines)
        jobs = _at_anchor(lines, index, times, titles, previous, following, employer)
        for job in jobs:
            found.append(job)
            employer = job.employer
        if jobs:
            previous = index
    return _with_summaries(document, found)


def title_role(title: str, titles: PhraseFinder) -> str:
    """The slug of the role that a title names to its end; "" for none."""
    plain = re.sub(r"\s*\([^)]*\)$", "", title)
    hits = titles.find(plain)
    ends = [hit for hit in hits if hit.end >= len(plain.rstrip(" .")) - 2]
    if ends and not ends[0].key:
        return ""
    return ends[0].key if ends else (hits[0].key if hits and _TITLE_OF.match(plain) else "")


def _times(line: Line) -> list[Period]:
    words = line.text
    if len(words.split()) > 40:
        words = words[:200]
    times = [period for period in periods(words) if period.start]
    if not times and not line.is_bullet and len(words.split()) <= HEADER_WORDS:
        times = [p for p in single_dates(words) if _ends_line(words, p)][-1:]
        # A lone year may be anything; beside a title it is a short job.
        times = [p for p in times if _title_parts(words[: p.at])]
    return times


def _ends_line(words: str, period: Period) -> bool:
    return len(words[period.after :].strip(" .)|,")) <= 2


def _at_anchor(lines, index, times, titles, previous, following, employer) -> list[JobFound]:
    line = lines[index]
    segments, at = [], 0
    for period in times:
        segments.append((line.text[at : period.at], period))
        at = period.after
    tail = line.text[at:]
    above = _header_lines(lines, index, previous)
    found = []
    for order, (before, period) in enumerate(segments):
        parts = _parts(before, titles)
        if order == len(segments) - 1:
            told = re.split(r"(?<=[a-z\d)])\.\s", tail)[0] if not _looks_told(tail) else ""
            parts += _parts(told, titles)
        title = _first_title(parts, titles)
        wider = parts
        if not title and order == 0:
            for other in reversed(above):
                wider = _parts(other.text, titles) + wider
                if title := _first_title(_parts(other.text, titles), titles):
                    break
            if not title:
                for other in _below(lines, index, following):
                    wider = wider + _parts(other.text, titles)
                title = _first_title(wider, titles)
        elif order == 0 and not _employer(parts, title):
            for other in reversed(above):
                wider = _parts(other.text, titles) + wider
            if line.is_bullet:
                wider = parts
        if not title or (line.is_bullet and not _is_header_bullet(parts, title)):
            continue
        name = _employer_near(title, parts, wider, above, titles)
        if not name and (found or employer):
            name = found[-1].employer if found else employer
        start_line = above[0] if above and (wider is not parts) else line
        header = " ".join(
            other.text for other in lines if start_line.start <= other.start <= line.start
        )
        found.append(
            JobFound(
                title=title[:TITLE_LENGTH],
                employer=name[:TITLE_LENGTH],
                role=title_role(title, titles),
                start=period.start,
                end=period.end,
                years=period.years,
                at=start_line.start,
                phrase=" ".join(header.split())[:200],
                told_from=line.end if not _looks_told(tail) else line.start + at,
            )
        )
    return found


def _header_lines(lines: list[Line], index: int, previous: int) -> list[Line]:
    """Up to three lines above that belong to the same heading of a job, from the top down."""
    above: list[Line] = []
    for other in range(index - 1, max(previous, index - 4), -1):
        line = lines[other]
        if line.is_heading or line.is_bullet or not _is_header(line.text):
            break
        above.insert(0, line)
    return above


def _below(lines: list[Line], index: int, following: int) -> list[Line]:
    """Up to two lines under a time that stands alone: the title, and for whom."""
    below: list[Line] = []
    for line in lines[index + 1 : min(following, index + 3)]:
        if line.is_heading or line.is_bullet or not _is_header(line.text):
            break
        below.append(line)
    return below


def _is_header(text: str) -> bool:
    words = text.split()
    if not words or len(words) > HEADER_WORDS or text.rstrip().endswith((".", "!", "?", ":", ",")):
        return False
    small = sum(word[:1].islower() for word in words)
    return small <= max(2, len(words) // 2)


def _looks_told(tail: str) -> bool:
    """Whether what follows the time on its line is a sentence about the job, not its heading."""
    words = tail.split()
    if len(words) > HEADER_WORDS or re.search(r"\w\.\s+[A-Z].*\.", tail):
        return not _title_parts(re.split(r"[.]", tail)[0])
    return False


def _parts(text: str, titles: PhraseFinder) -> list[str]:
    text = re.sub(r"^\s*(?:[-–—*•▪◦●]|\d{1,2}[.)])\s+", "", text)
    parts = []
    for part in _SPLIT.split(_MONTHS_TOLD.sub(" ", text)):
        part = (part or "").strip(" \t,;:|–—-").strip()
        if part.count("(") != part.count(")"):
            part = (
                part.strip("() ")
                if "(" not in part.strip("() ")
                else part.partition("(")[0].strip()
            )
        if not part:
            continue
        parts += _divided(part, titles)
    return parts


def _divided(part: str, titles: PhraseFinder) -> list[str]:
    """A table's cells run together: "Nimbus BPO Services Customer Support Executive"."""
    hits = titles.find(part)
    if not hits or (_is_title(part) and len(part.split()) <= 5):
        return [part]
    hit = max(hits, key=lambda hit: hit.end - hit.start)
    before, after = part[: hit.start].split(), part[hit.end :].strip()
    title = [part[hit.start : hit.end]]
    while before and _RANK.match(before[-1]):
        title.insert(0, before.pop())
    if after.startswith("("):
        note, _closing, after = after.partition(")")
        title.append(f"{note})")
        after = after.strip()
    if len(before) < 2 and not after:
        return [part]
    return [piece for piece in (" ".join(before), " ".join(title), after) if piece]


def _is_title(part: str) -> bool:
    words = part.split()
    return len(words) <= 9 and bool(_TITLE.search(part) or _TITLE_OF.match(part))


def _title_parts(text: str) -> list[str]:
    return [part for part in _SPLIT.split(text) if part and _is_title(part.strip(" ,-–—|("))]


def _first_title(parts: list[str], titles: PhraseFinder) -> str:
    named = [part for part in parts if len(part.split()) <= 9 and (_is_title(part))]
    known = [
        part
        for part in parts
        if part not in named and len(part.split()) <= 9 and title_role(part, titles)
    ]
    return (named or known or [""])[0]


def _employer(parts: list[str], title: str) -> str:
    if title not in parts:
        rest = parts
    else:
        at = parts.index(title)
        rest = parts[:at] + parts[at + 1 :]
    for part in rest:
        if (
            part != title
            and not _NO_EMPLOYER.match(part)
            and part[:1].isupper() | part[:1].isdigit()
        ):
            return re.sub(r"\s*\(.*", "", part).strip(" .,")
    return ""


def _employer_near(title, parts, wider, above, titles) -> str:
    if title in parts and (name := _employer(parts, title)):
        return name
    for line in [*reversed(above)]:
        these = _parts(line.text, titles)
        if title in these and (name := _employer(these, title)):
            return name
    for line in above:
        these = [part for part in _parts(line.text, titles) if part != title]
        if name := _employer(these, ""):
            return name
    return _employer([part for part in wider if part != title], "")


def _is_header_bullet(parts: list[str], title: str) -> bool:
    return len(parts) <= 5 and title in parts[:2] and all(len(part.split()) <= 8 for part in parts)


def _with_summaries(document: Document, found: list[JobFound]) -> list[JobFound]:
    done = []
    for order, job in enumerate(found):
        later = [other.at for other in found[order + 1 :] if other.at > job.told_from]
        end = min(later, default=len(document.text))
        first = document.line_at(job.at)
        told = []
        for line in document.lines:
            if line.end <= job.told_from or line.start >= end or line.is_heading:
                continue
            if first and line.block != first.block:
                continue
            told.append(line.text[max(0, job.told_from - line.start) :])
        summary = _joined(told)
        last = min(
            end,
            max(
                (line.end for line in document.lines if first and line.block == first.block),
                default=end,
            ),
        )
        done.append(
            replace(job, summary=summary[:SUMMARY_LENGTH], told_to=max(last, job.told_from))
        )
    return done


def _joined(told: list[str]) -> str:
    """Bullets as lines of their own, broken lines joined."""
    lines: list[str] = []
    for text in told:
        words = re.sub(r"^\s*[-–—*•▪◦●]\s+", "", text).strip(" .|\t") if text.strip() else ""
        if not words:
            continue
        is_new = bool(re.match(r"\s*[-–—*•▪◦●]\s+", text)) or words[:1].isupper() or not lines
        if is_new:
            lines.append(words)
        else:
            lines[-1] += f" {words}"
    return "\n".join(lines)
