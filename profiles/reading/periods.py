"""Months and years as people write them in a résumé: "Mar 2019 – now", "03/2019-08/2021", "'17 to '19"."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

EARLIEST_YEAR = 1950

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# A season is read as the month in which it begins.
_SEASONS = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9, "fall": 9}
_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|winter|spring|summer|autumn|fall)"
)
_YEAR = r"(?:19|20)\d\d"
_POINT = (
    rf"(?:(?:{_NAME})\.?,?\s*(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?(?:of\s+)?(?:{_YEAR}|['\u2019]\d\d)"
    rf"|\d{{1,2}}\s*[/.-]\s*\d{{1,2}}\s*[/.-]\s*{_YEAR}"
    rf"|\d{{1,2}}\s*[/.]\s*{_YEAR}|\d{{1,2}}-{_YEAR}"
    rf"|{_YEAR}[-/.](?:1[0-2]|0?[1-9])(?:-\d\d)?(?!\d)"
    rf"|\d{{1,2}}/\d\d(?!\d)"
    rf"|{_YEAR}|['\u2019]\d\d)"
)
_NOW = r"(?:present|presently|current(?:ly)?|now|today|ongoing|to date|till date|date)"
_TO = r"\s*(?:-{1,2}|–|—|―|~|→|to|until|till|through|thru|up to|bis)\s*"
_RANGE = re.compile(
    rf"(?<![\w$€£/.])(?:from\s+)?(?P<start>{_POINT}|{_NAME}){_TO}(?:the\s+)?"
    rf"(?P<end>{_POINT}|{_NOW}|\d\d(?!\d))(?![\w%])",
    re.IGNORECASE,
)
_SINCE = re.compile(
    rf"(?<!\w)(?:since|from|starting|as of)\s+(?P<start>{_POINT})(?!\w)", re.IGNORECASE
)
_SINGLE = re.compile(rf"(?<![\w$€£/.-])(?P<start>{_POINT})(?![\w%/-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """From a month to a month; `end` None is until now. Days are the first of their month."""

    start: date | None
    end: date | None
    at: int
    after: int
    is_range: bool = True

    @property
    def years(self) -> int:
        """Whole years, rounded; 0 for less than half of one."""
        if self.start is None:
            return 0
        end = self.end or timezone.localdate()
        months = (end.year - self.start.year) * 12 + end.month - self.start.month + 1
        return max(0, round(months / 12))


def periods(text: str) -> list[Period]:
    """Every stretch of time in a text, in its order; none of them overlap."""
    found: list[Period] = []
    for match in _RANGE.finditer(text):
        end_text = match["end"]
        start_text = match["start"]
        if re.fullmatch(_NAME, start_text, re.IGNORECASE):
            year = re.search(rf"{_YEAR}", end_text)
            if year is None:
                continue  # "May to now" says no year
            start_text = f"{start_text} {year[0]}"
        start = _month(start_text, last=False)
        if re.fullmatch(_NOW, end_text, re.IGNORECASE):
            end = None
        elif re.fullmatch(r"\d\d", end_text):
            if start is None or not re.fullmatch(_YEAR, start_text):
                continue
            end = _month(f"{start.year // 100}{end_text}", last=True)
        else:
            end = _month(end_text, last=True)
        if start is None or (end is not None and end < start):
            continue
        if end is None and not re.fullmatch(_NOW, end_text, re.IGNORECASE):
            continue
        found.append(Period(start, end, match.start(), match.end()))
    for match in _SINCE.finditer(text):
        if not _covered(found, match) and (start := _month(match["start"], last=False)):
            found.append(Period(start, None, match.start(), match.end()))
    return sorted(found, key=lambda period: period.at)


def single_dates(text: str) -> list[Period]:
    """Months or years that stand alone: a job of one summer, the year of a certificate."""
    ranges = periods(text)
    found = []
    for match in _SINGLE.finditer(text):
        if _covered(ranges, match) or re.fullmatch(r"\d{1,2}/\d\d|['\u2019]\d\d", match["start"]):
            continue
        start, end = _month(match["start"], last=False), _month(match["start"], last=True)
        if start:
            found.append(Period(start, end, match.start(), match.end(), is_range=False))
    return found


def years_in(text: str) -> list[int]:
    return [int(year) for year in re.findall(rf"(?<!\d){_YEAR}(?!\d)", text)]


def _covered(found: list[Period], match: re.Match) -> bool:
    return any(period.at < match.end() and match.start() < period.after for period in found)


def _month(text: str, *, last: bool) -> date | None:
    """The first or the last month that the words may mean; None for one that cannot be."""
    text = text.strip().casefold().replace("\u2019", "'")
    year = _year(text)
    if year is None:
        return None
    this_month = timezone.localdate().replace(day=1)
    month = 12 if last else 1
    name = re.match(r"[a-z]+", text)
    if name:
        word = name[0]
        month = _SEASONS.get(word) or _MONTHS.index(word[:3]) + 1
        if word in _SEASONS and last:
            month = min(12, month + 2)
    elif numbers := re.fullmatch(
        r"(\d{1,2})\s*[/.-]\s*(?:(\d{1,2})\s*[/.-]\s*)?(?:\d{4}|\d\d)", text
    ):
        month = int(numbers[1])
        if numbers[2] and month > 12:
            month = int(numbers[2])  # the day stands first
    elif numbers := re.fullmatch(r"\d{4}[-/.](\d{1,2})(?:-\d\d)?", text):
        month = int(numbers[1])
    if not 1 <= month <= 12:
        return None
    found = date(year, month, 1)
    if found > this_month:
        return this_month if last and found.year == this_month.year else None
    return found


def _year(text: str) -> int | None:
    if full := re.search(_YEAR, text):
        year = int(full[0])
    elif short := re.search(r"(?:'|/)(\d\d)$", text):
        this_year = timezone.localdate().year
        year = 2000 + int(short[1])
        year = year if year <= this_year else year - 100
    else:
        return None
    return year if EARLIEST_YEAR <= year <= timezone.localdate().year else None
