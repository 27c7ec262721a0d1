"""The words of one line that names a job: its title, for whom, and what else stands there."""

import re

from cms.phrases import PhraseFinder

from .document import STOP

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
    "guide|csr|csm|strategist|expert|professional|caller|greeter|helper|banker|coach|examiner|taker|counselor|counsellor|cleaner|laborer|labourer|mechanic|installer|inspector|recepcionista|fundraiser|estimator|stylist"
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
    rf"\s*(?:\||\t|\s{{2,}}|\s[-–—]+\s|—|•|·|;|,\s+|\s@\s|{STOP.pattern}(?=[A-Z]))\s*"
    r"|\s+(?:at|with|for)\s+(?=[A-Z\d])"
)
_NO_EMPLOYER = re.compile(
    r"^(?:remote(?:ly)?|freelance|full[- ]?time|part[- ]?time|contract|temporary|seasonal|hybrid|on[- ]?site|"
    r"internship|intern|volunteer|self[- ]employed|\W*|[A-Z]{2}|\d+ (?:years?|months?|yrs?).*|usa?|uk|"
    r"\(.*\)|home[- ]based|permanent|period|dates?|work from home)$", re.IGNORECASE,
)  # fmt: skip
_MONTHS_TOLD = re.compile(r"\(?\b\d+\+?\s*(?:years?|yrs?|months?|mos?)\b[^)]*\)?", re.IGNORECASE)
# A note in brackets on how somebody is employed is no part of the title.
_TERMS = re.compile(
    r"\s*\([^)]*\b(?:part|full|time|contract|temp\w*|hybrid|remote|weekends?|nights?|evenings?|holidays?|seasonal|"
    r"summers?|student|hrs?|hours?|week|grade|until|since|freelance|intern\w*|job|children)\b[^)]*\)$",
    re.IGNORECASE,
)
_GRADE = re.compile(r"^(?:L|T|E|tier|level|grade|band)?[\s-]?(?:\d{1,2}|I{1,3}|IV)$", re.IGNORECASE)
_STATE = re.compile(r"^[A-Z]{2}$")
# "From 2009 to 2017 I was a …": what leads to a title in a sentence.
_TELLS_TITLE = re.compile(r"^.*\b(?:was|am|as|became)\s+(?:an?\s+|the\s+)?(?=[A-Z])")


def parts_of(text: str, titles: PhraseFinder) -> list[str]:
    text = re.sub(r"^\s*(?:[-–—*•▪◦●]|\d{1,2}[.)])\s+", "", text)
    parts: list[str] = []
    pieces = _SPLIT.split(_MONTHS_TOLD.sub(" ", text))
    for part in pieces if len(pieces) > 1 else re.split(r"\s/\s", pieces[0]):
        part = (part or "").strip(" \t,;:|–—-").strip()
        if part.count("(") != part.count(")"):
            part = (
                part.strip("() ")
                if "(" not in part.strip("() ")
                else part.partition("(")[0].strip()
            )
        part = _TELLS_TITLE.sub("", part)
        if not part:
            continue
        if parts and is_title(parts[-1]) and _continues(part):
            parts[-1] = f"{parts[-1]}, {part}"
        else:
            parts += _divided(part, titles)
    return parts


def _continues(part: str) -> bool:
    """Whether it goes on with the title before it: "Engineer - L2", "Clerk, nights"."""
    return bool(_GRADE.match(part)) or (part[:1].islower() and len(part.split()) <= 4)


def _divided(part: str, titles: PhraseFinder) -> list[str]:
    """A table's cells run together: "Nimbus BPO Services Customer Support Executive"."""
    hits = titles.find(part)
    if not hits or (is_title(part) and len(part.split()) <= 5):
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


def is_title(part: str) -> bool:
    words = part.split()
    if len(words) > 9:
        return False
    first = re.split(r",\s|\s/\s", part)[0]  # "Clerk, nights", "Cashier / Customer Desk"
    return bool(
        _TITLE.search(part) or _TITLE_OF.match(part) or (first != part and _TITLE.search(first))
    )


def title_parts(text: str) -> list[str]:
    return [part for part in _SPLIT.split(text) if part and is_title(part.strip(" ,-–—|("))]


def first_title(parts: list[str], titles: PhraseFinder) -> str:
    named = [part for part in parts if len(part.split()) <= 9 and (is_title(part))]
    known = [
        part
        for part in parts
        if part not in named and len(part.split()) <= 9 and title_role(part, titles)
    ]
    return (named or known or [""])[0]


def employer_among(parts: list[str], title: str) -> str:
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


def title_role(title: str, titles: PhraseFinder) -> str:
    """The slug of the role that a title names to its end; "" for none."""
    plain = re.sub(r"\s*\([^)]*\)$", "", title)
    hits = titles.find(plain)
    ends = [hit for hit in hits if hit.end >= len(plain.rstrip(" .")) - 2]
    if ends and not ends[0].key:
        return ""
    return ends[0].key if ends else (hits[0].key if hits and _TITLE_OF.match(plain) else "")


def without_terms(title: str) -> str:
    return _TERMS.sub("", title)


def is_place(part: str) -> bool:
    return bool(_STATE.match(part))
