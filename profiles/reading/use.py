"""Whether a text says that a tool was used, or only names it.

In a list a tool's name alone is the claim. In a sentence it is not: "clients included Stripe", "explained
QuickBooks invoices" and "be it Zendesk" name a tool. What may be said of a tool without having used it has no
end, the ways of saying that one used it are few: so a sentence has to hold one of them.
"""

import re
from bisect import bisect_left

from cms.phrases import PhraseHit

from .document import Document
from .periods import periods
from .sections import Line, Section

# The words of a whole sentence: where one stands, a name alone is no item of a list.
_SPEAKS = re.compile(
    r"\b(?:I|we|they|he|she|it|is|was|are|were|be|been|has|have|had|would|will|can|could|who|which|whose)\b"
    r"|\bI['\u2019]",
)
_OPENS_ITEM = re.compile(
    r"(?:^|[:,(|•·/+&\t–—●]|\s-)\s*(?:[-–*•]\s+)?"
    r"(?:(?:very\s+)?(?:strong|solid|good|excellent|advanced|intermediate|working|basic|some)\s+)?$",
    re.IGNORECASE,
)
_ENDS_ITEM = re.compile(r"\s*(?:$|[^\w\s]|(?:and|or|plus|too|for|all|every|each|daily)\b)")
_LITTLE = (
    r"(?:(?:the|an?|our|my|their|its|both|own|new|old|simple|basic|advanced|daily|shared|good|mainly|mostly|"
    r"\w+['\u2019]s?|\w+s['\u2019])\s+){0,3}"
)
_USED_BEFORE = re.compile(
    rf"\b(?:in|on|with|using|through|via|over|around|into|onto|off|inside|under|of)\s+{_LITTLE}$"
    rf"|\b(?:mov|migrat|switch|chang|upgrad|add|upload|post|export|import|sync|connect|enter|transfer|sav|pull|report|data|figures|numbers|notes)\w*\b"
    rf"[^.;]*\b(?:to|from)\s+{_LITTLE}$"
    r"|\b(?:use[ds]?|know[ns]?|knew|master\w*|operat\w+|administ\w+|configur\w+|customi[sz]\w+|maintain\w*|"
    r"manag\w+|ran|run|running|set\s+up|built|build\w*|wrote|writ\w+|creat\w+|updat\w+|design\w*|implement\w*|"
    r"introduc\w+|roll\w*\s+out|migrat\w+|own\w*|learned|learnt|taught|train\w*|edit\w*|draft\w*|moderat\w*|"
    r"automat\w+|integrat\w+|adopt\w*|launch\w*|deploy\w*|experience[ds]?|proficien\w+|skilled|familiar|"
    r"comfortable|expert\w*|certified|years?|skills?|knowledge|tools?|systems?|software|including|such\s+as)"
    rf"\s+(?:(?!(?:about|against|at|like|for|by|on)\b)\w+\s+){{0,2}}{_LITTLE}$",
    re.IGNORECASE,
)
_USED_AFTER = re.compile(
    r"^(?:\s+[A-Z]\w+)?\s+(?:tickets?|backlog|help|power|queues?|macros?|report\w*|dashboards?|videos?|tablets?|servers?|cards?|"
    r"mailbox\w*|inbox\w*|e?mails?|sheets?|spreadsheets?|quer(?:y|ies)|templates?|workflows?|flows?|views?|triggers?|"
    r"automations?|bots?|scripts?|admin|administrator|administration|user|expert|specialist|trainer|champion|"
    r"boards?|articles?|guides?|channels?|calls?|chats?|cases?|meetings?|webinars?|forms?|pages?|files?|records?|"
    r"knowledge|skills?|experience|certified|daily|every|each|since|set-?up|configuration|migration|"
    r"roll-?out|implementation|integrations?|training|formulas?|pivot|functions?|phones?|system|software|"
    r"platform|terminals?)\b"
    r"|^\s*[(:–-]\s*(?:over\s+|about\s+)?\d|^\s*,?\s+(?:which\s+|that\s+)?I\s+(?:know|use|used|ran)\b(?!\s+(?:by|only|of)\b)"
    r"|^\s+(?:is|are|was|were|has\s+been|have\s+been)\s+(?:my|our|the\s+(?:\w+\s+)?tools?)\b",
    re.IGNORECASE,
)
# What somebody else has of it: its maker's customers, and those who look after it.
_ANOTHERS = re.compile(
    r"^\s+(?:account|contract|campaign|team|customers?|clients?|merchants?|sellers?|users|licen[cs]es?|"
    r"subscriptions?|subscribers?|invoices?|stores|shops|administrators|admins|developers?|consultants?|"
    r"engineers?|reps?|partners?)\b",
    re.IGNORECASE,
)
_DID = (
    r"(?:sets?|keeps?|kept|track(?:s|ed)|us(?:e[sd]?|ing)|runs?|ran|builds?|built|manage[sd]?|log(?:s|ged)?|"
    r"own(?:s|ed)?|handle[sd]?|did|does|ha[sd]|have|work(?:s|ed)?|chose|bought|moved|lives?|are|is|were|was)"
)
_NOT_USED = re.compile(
    r"\b(?:pa(?:id|y|ying|yments?|ys)|play(?:ed|ing)?(?:\s+around)?|dabbl\w+|tinker\w*|getting\s+to\s+know)"
    r"(?:\s+(?:with|by|through|via|in))?\s+$"
    r"|\b(?:not\s+yet|wish\s*list|planned|soon|some\s?day)\s*:\s*$|\b(?:a|the)\s+planned\b[^.;]*$"
    r"|\b(?:competitors?|rivals?)\b[^.;]*$|\b(?:clients?|customers?|company|companies|firms?|partners?)\s*[,:(]\s*$"
    rf"|\bwhose\b[^.;]*$|\b(?:who|that|which)\s+(?:\w+ly\s+)?{_DID}\b[^.;]*$"
    r"|^\W*(?:IT|engineering|engineers|developers|finance|accounting|marketing|sales|operations|HR|colleagues)"
    rf"\s+(?:\w+ly\s+|in\s+\w+\s+)?{_DID}\b[^.;]*$",
    re.IGNORECASE,
)
_MINE = re.compile(r"\b(?:I|we|my|our)\b")
_BETWEEN_NAMES = re.compile(
    r"\s*[,/&+]?\s*(?:[A-Z][\w.]*(?: [A-Z][\w.]*){0,2}\s*[,/&]\s*)*(?:and|or|plus)?\s*"
)
REACH = 200  # characters in which a word about a tool counts
HEADER_LINES = 3  # employer, title, dates


def is_used(document: Document, hit: PhraseHit, tools: list[PhraseHit]) -> bool:
    """Whether the words around say use; `tools` are all that the text names, in its order.

    Of "in Jira, Slack and Zendesk" the words before the first and behind the last count for each.
    """
    start, end = document.sentence_at(hit.start)
    start, end = max(start, hit.start - REACH), min(end, hit.end + REACH)
    head, tail = _row_of_names(document, hit, tools, start, end)
    before, after = document.flowing[start:head], document.flowing[tail:end]
    not_used = _NOT_USED.search(before)
    if _ANOTHERS.match(after) or (not_used and not _MINE.search(before, not_used.start())):
        return False
    if not _SPEAKS.search(document.flowing, start, end):
        if document.section_at(hit.start) == Section.SKILLS:
            return True
        is_item = _OPENS_ITEM.search(before) and _ENDS_ITEM.match(after)
        if is_item and not _heads_a_job(document, document.line_at(hit.start)):
            return True
    return bool(_USED_BEFORE.search(before) or _USED_AFTER.match(after))


def _row_of_names(
    document: Document, hit: PhraseHit, tools: list[PhraseHit], start: int, end: int
) -> tuple[int, int]:
    head, tail = hit.start, hit.end
    near = tools[
        bisect_left(tools, start, key=lambda tool: tool.start) : bisect_left(
            tools, end, key=lambda tool: tool.start
        )
    ]
    for other in reversed(near):
        if other.end <= head and _BETWEEN_NAMES.fullmatch(document.flowing, other.end, head):
            head = other.start
    for other in near:
        if other.start >= tail and _BETWEEN_NAMES.fullmatch(document.flowing, tail, other.start):
            tail = other.end
    return head, tail


def _heads_a_job(document: Document, line: Line | None) -> bool:
    """Whether the line, with one of the two below it, says when a job was: a name there is the employer's."""
    if line is None or line.section != Section.EXPERIENCE or line.is_bullet:
        return False
    for _below in range(HEADER_LINES):
        if periods(line.text):
            return True
        below = document.line_at(line.end + 1)
        if below is None or below.is_bullet or below.is_heading:
            return False
        line = below
    return False
