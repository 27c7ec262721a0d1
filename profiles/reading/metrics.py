"""Figures that service people are measured by, with the words around: "CSAT 94 %", "AHT 4:30"."""

import re
from dataclasses import dataclass

from .document import SILENT, Document

_SHARE = r"\d{1,3}(?:[.,]\d+)?\s?(?:%|percent\b|per cent\b)"
_SCORE = r"\d(?:\.\d+)?\s?(?:/|of|out of)\s?(?:5|10|100)\b(?:\s?stars)?"
_POINTS = r"[+-]?\d{1,3}(?:\.\d+)?(?![\d:%/])"
_UNIT = r"(?:seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|weeks?|months?)\b"
_TIME = rf"(?:\d{{1,2}}:\d\d(?:\s?(?:min(?:utes)?|hours?))?|(?:under\s+|below\s+|less than\s+)?\d+(?:\.\d+)?\s?{_UNIT}(?:\s?\d{{1,2}}\s?(?:seconds?|secs?|s|min(?:utes)?)\b)?)"
_MONEY = r"[$£€]\s?\d+(?:[.,]\d+)?"

# slug: names; the kinds of value it has
_MEASURES = [
    ("net-revenue-retention", r"NRR|net (?:revenue|dollar) retention|NDR", _SHARE),
    ("gross-revenue-retention", r"GRR|gross (?:revenue |dollar )?retention", _SHARE),
    ("renewal-rate", r"renewal rates?|renewals? at", _SHARE),
    ("churn-rate", r"churn(?: rate)?", _SHARE),
    ("csat", r"C-?SAT|customer satisfaction(?: score| rating| rate)?|satisfaction (?:score|rating|rate)|customer rating", f"{_SHARE}|{_SCORE}|{_POINTS}"),
    ("nps", r"NPS|net promoter(?: score)?", _POINTS),
    ("ces", r"CES|customer effort(?: score)?", f"{_SCORE}|{_POINTS}"),
    ("average-handle-time", r"AHT|(?:average |mean )?handl(?:e|ing) times?|average call (?:time|length)", _TIME),
    ("first-response-time", r"FRT|(?:median |average |mean )?first[- ](?:response|reply)(?: times?)?|(?:average |median )?(?:response|reply) times?", _TIME),
    ("resolution-time", r"(?:mean |median |average )?(?:time to )?resolution times?|time to resolution|time to resolve|MTTR", _TIME),
    ("time-to-value", r"time[- ]to[- ](?:first[- ])?value|TTV", _TIME),
    ("time-to-proficiency", r"time[- ]to[- ]proficiency|speed to proficiency|ramp(?:-up)? time", _TIME),
    ("first-contact-resolution", r"FCR|first[- ](?:contact|call|touch)[- ]resolution(?: rate)?|one[- ]touch resolution", _SHARE),
    ("quality-score", r"(?:team |call )?(?:QA|quality(?: assurance| monitoring)?)(?: audit)? ?(?:scores?|rating|average|marks?|results?)|QA", f"{_SHARE}|{_SCORE}|{_POINTS}"),
    ("reopen-rate", r"re-?open(?:ed)?(?: ticket)? rate", _SHARE),
    ("transfer-rate", r"transfer rate", _SHARE),
    ("escalation-rate", r"escalation rate", _SHARE),
    ("self-service-rate", r"self-service (?:rate|share|resolution)|deflection(?: rate)?", _SHARE),
    ("service-level", r"service level(?! agreement)", _SHARE),
    ("abandonment-rate", r"abandon(?:ment|ed)?(?: call)? rate|abandonment", _SHARE),
    ("contacts-per-hour", r"(?:contacts|calls|tickets|cases) (?:per|an) hour", _POINTS),
    ("occupancy", r"occupancy(?: rate)?", _SHARE),
    ("schedule-adherence", r"(?:schedule |shift )?adherence(?: to schedule)?", _SHARE),
    ("forecast-accuracy", r"forecast(?:ing)? accuracy", _SHARE),
    ("cost-per-contact", r"cost per (?:contact|call|ticket)", _MONEY),
    ("employee-turnover", r"(?:staff |agent |employee |team )?(?:turnover|attrition)(?: rate)?", _SHARE),
    ("customer-health-score", r"(?:customer |average )?health score", f"{_SHARE}|{_SCORE}|{_POINTS}"),
    ("sentiment", r"sentiment", rf"{_SHARE}|[+-]\d{{1,3}}(?:\.\d+)?"),
    ("product-adoption", r"(?:product |feature )adoption(?: rate)?", _SHARE),
    ("backlog", r"backlog", r"\d[\d,]*(?= (?:tickets|cases|contacts|emails|calls))"),
]  # fmt: skip
_BETWEEN = r"(?:[^\d\n.;,•]|\.(?!\s)){0,45}?"
_CHANGED = re.compile(r"^\s*(?:%|percent)?\s*(?:to|->|→|–)\s*", re.IGNORECASE)
_PERIOD = re.compile(
    r"\b(?:(?:in|for|over|during|since)\s+(?:the\s+)?)?((?:fiscal\s+|FY\s?|Q[1-4]\s+|H[12]\s+)?(?:19|20)\d\d(?:\s?[-–]\s?(?:(?:19|20)?\d\d))?(?:\s+average)?"
    r"|(?:the\s+)?(?:last|past)\s+(?:\w+\s+)?(?:years?|quarters?|months?|appraisal)|last (?:quarter|year|appraisal))\b",
    re.IGNORECASE,
)
_AIM = re.compile(
    r"\b(?:target|goal|team\s+target|aim)(?:\s+(?:of|for|was|is))?\s*$", re.IGNORECASE
)
_COMPILED = [
    (
        slug,
        re.compile(rf"\b(?:{names})\b", re.IGNORECASE),
        re.compile(rf"(?<![\w.$])(?:{values})", re.IGNORECASE),
        re.compile(rf"^{_BETWEEN}(?P<value>(?<![\w.])(?:{values}))", re.IGNORECASE),
    )
    for slug, names, values in _MEASURES
]


@dataclass(frozen=True, slots=True)
class MetricFound:
    slug: str
    value: str
    period: str
    phrase: str
    at: tuple[int, int]  # its name


def figures(document: Document) -> list[MetricFound]:
    """The first figure of each kind in the text, by the name nearest to it."""
    found: dict[str, MetricFound] = {}
    taken: list[tuple[int, int]] = []
    text = document.flowing
    for slug, name, anywhere, after in _COMPILED:
        for match in name.finditer(text):
            if slug in found or any(a < match.end() and match.start() < b for a, b in taken):
                continue
            if document.section_at(match.start()) in SILENT:
                continue
            start, end = document.sentence_at(match.start())
            start, end = max(start, match.start() - 160), min(end, match.end() + 160)
            if _AIM.search(text, start, match.start()):
                continue
            span = _value_after(text, match.end(), end, after, anywhere)
            span = span or _value_before(
                text, start, match.start(), anywhere, text[match.end() : end]
            )
            if span is None or any(a < span[1] and span[0] < b for a, b in taken):
                continue
            value = re.sub(
                r"\s?(?:percent|per cent|%)$", "%", " ".join(text[span[0] : span[1]].split())
            )
            period = _PERIOD.search(text, span[1], end) or _PERIOD.search(
                text, start, match.start()
            )
            found[slug] = MetricFound(
                slug,
                value[:60],
                (period[1] if period else "")[:60],
                " ".join(text[start:end].split()).lstrip("•-–*● ")[:200],
                match.span(),
            )
            taken += [match.span(), span]
    return list(found.values())


def _value_after(text, at, end, after, anywhere) -> tuple[int, int] | None:
    """The value behind the name; of "from 84% to 91%" the later one."""
    match = after.match(text[at:end])
    if match is None:
        return None
    first = at + match.start("value"), at + match.end("value")
    lead = text[at : first[0]]
    if re.search(r"\b(?:target|goal|against|of \d|under a target)\b", lead, re.IGNORECASE):
        return None
    if re.search(r"[,:]?\s(?:and|but)\s", lead):
        return None
    rest = text[first[1] : end]
    changed = re.match(r"\s*(?:%|percent)?\s*(?:to|→|->)\s*", rest)
    if changed and (later := anywhere.match(text, first[1] + changed.end())):
        return later.span()
    return first


def _value_before(text, start, at, anywhere, behind) -> tuple[int, int] | None:
    """ "97% schedule adherence", or in brackets behind the tale: "… in 9 weeks (time to proficiency)"."""
    before = text[start:at]
    values = list(anywhere.finditer(before))
    if not values:
        return None
    last = values[-1]
    gap = before[last.end() :]
    if re.fullmatch(
        r"\s*(?:in|on|for|of|average|avg|mean|median|team|a|an|personal)?\s*(?:\w+\s)?", gap
    ):
        return start + last.start(), start + last.end()
    if re.search(r"\(\s*$", gap):
        return start + values[0].start(), start + values[0].end()
    return None
