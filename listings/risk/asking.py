"""What a text asks of applicants: money, goods, codes, a messenger, bank or identity details. Reads words alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from listings.folding import Folded

from .sentences import Sentence, is_refused, paragraphs, sentences

LONGEST_QUOTE = 240


@dataclass(frozen=True, slots=True)
class Clue:
    """`unless` is looked for in the whole sentence: what shows that it speaks of the work, not of applying.

    `needs` must be somewhere in it too.
    """

    rule: str
    pattern: re.Pattern
    unless: re.Pattern | None = None
    needs: re.Pattern | None = None


def _re(text: str) -> re.Pattern:
    return re.compile(text, re.VERBOSE)


AMOUNT = r"(?:(?:[$£€₹₱]|usd|gbp|eur|inr|php)\s?\d|\d[\d.,]*\s?(?:dollars?|usd|bucks|pounds?|gbp|euros?|eur|rupees|inr|pesos|php)\b)"
FEE_FOR = r"""(?:registration|enrol?l?ment|processing|training|onboarding|activation|administrati(?:on|ve)|admin|starter|
    sign[\s-]?up|joining|verification|screening|insurance|background[\s-]check|certification|application|clearance|
    security|equipment|refundable|commitment|file|badge)"""
FEE = rf"(?:{FEE_FOR})\s+(?:fee|payment|deposit|charge)s?\b"
PLACE_IN_LINE = r"(?:hold|reserve|secure|book|keep|guarantee)\s+(?:your|a|the|their)\s+(?:place|seat|spot|slot|position|job)"
EQUIPMENT = r"""(?:equipment|laptop|computer|headset|uniform|locker|kit|badge|training|software|materials?|modules?|course|licen[cs]e|
    background|screening|drug\s+test|onboarding|certificat\w+|manual|id\s+card)"""
PAYS = r"(?:pays?|purchases?|buys?|remit|prepay|(?:cover|bear|meet)s?\s+the\s+costs?)"
WHO = r"""(?:you|applicants?|candidates?|each\s+(?:new\s+)?\w+|every\s+(?:new\s+)?\w+|trainees?|(?:new|all)\s+(?:hires?|agents?|associates?)|just|simply|please|then|first)"""
HELPERS = r"(?:(?:will|must|may|need\s+to|needs\s+to|have\s+to|has\s+to|are\s+to|just|only|first|then|also|simply|should|can|are\s+required\s+to|are\s+asked\s+to)\s+)*"

# Whose money it is, when it is not the applicant's.
OF_CUSTOMERS = _re(
    r"\b(?:customers?|clients?|guests?|members?|parents?|patients?|students?|tenants?|residents?|citizens?|policyholders?|borrowers?|callers?|merchants?|sellers?|donors?|our\s+employees)\b"
)
WE_PAY = _re(
    r"\b(?:we|company|employer|firm|us|paid\s+by\s+us)\s+(?:will\s+|also\s+|gladly\s+|fully\s+)?(?:pays?|cover|covers|reimburse|reimburses|provide|provides|sponsor|refund)\b|\bwe\s+lend\b|\bat\s+no\s+cost\b|\bemployee\s+(?:discount|stock)\b"
)

MESSENGER = r"""(?:what'?s[\s.-]?app|wa\.me|telegram|t\.me|signal(?:\s+app)?|viber|we\s?chat|google\s+(?:hangouts?|chat)|hangouts|snap\s?chat|
    imessage|discord|skype|kik|zangi|facebook\s+messenger|messenger|teleguard|line\s+app)"""
# These are a word of their own, or an office's tool: only with a stronger sign.
SURE_MESSENGER = r"(?:what'?s[\s.-]?app|telegram|viber|we\s?chat|google\s+hangouts?|hangouts|snap\s?chat|kik|zangi|signal\s+app)"
BY = r"(?:on|via|by|through|over|using|at|with|in|to|from)\s+(?:the\s+|our\s+|my\s+|his\s+|her\s+)?(?:text\s+on\s+)?"
HIRING = r"""(?:interview\w*|apply|applying|application|recruiters?|recruitment|hiring|resume|cv|hr|be\s+considered|
    interested\s+(?:people|persons?|candidates?|applicants?|parties)|get\s+hired|onboard\w*|vacanc\w+|selected\s+(?:candidates?|applicants?)|qualified\s+(?:candidates?|applicants?))"""
US = r"(?:us\b|me\b|our\b|the\s+(?:recruit|hiring|hr|manager|team)\w*|hr\b|mr\b|mrs\b|ms\b|dr\b|@\s?\w+|your\s+(?:name|resume|cv|details)|\+?\s?\(?\d|recruit\w*|\w+\s+the\s+number)"
# Who else writes to whom: then a messenger is the work.
SERVED = r"(?:customers?|guests?|clients?|patients?|families|users?|shoppers?|members?|players?|people|buyers?|passengers?|callers?|subscribers?|they|visitors?|residents?|students?|parents?|drivers?|riders?)"
CUSTOMERS_WRITE = _re(
    rf"\b{SERVED}\s+(?:can\s+|may\s+|also\s+|often\s+|will\s+|who\s+)*(?:text|message|contact|reach|write|chat|send|ask|call|meet)\b"
)

DETAILS = r"""(?:bank(?:ing)?\s+(?:account|card|details|login|log-in|information|statement|info)|routing\s+(?:and\s+account\s+)?numbers?|
    account\s+(?:and\s+routing\s+)?numbers?|(?:credit|debit|atm|bank)[\s-]card|card\s+(?:number|details)|online\s+banking|
    social\s+security|ssn\b|national\s+insurance\s+number|aadhaar|passport|(?:both\s+sides|front\s+and\s+back)\s+of|
    id\s+card|identity\s+card|selfie|driver'?s?\s+licen[cs]e|password|\bpin\b|mother'?s\s+maiden)"""
ASKS = r"""(?:send|include|provide|share|give|submit|e-?mail|text|enter|upload|attach|supply|forward|fill\s+in|type|state|confirm)"""
LATER = _re(
    r"""\b(?:after|upon|once|following|when|if)\s+(?:an?\s+|the\s+|your\s+|you\s+(?:are|were|have\s+been)\s+|being\s+|a\s+job\s+|conditional\s+)*(?:offer\w*|hired?|hiring|start|employed|employment|accept\w*|join\w*)
    |\bfirst\s+day\b|\bi-9\b|\be-verify\b|\bw-4\b|\bright\s+to\s+work\b|\bon\s+file\b|\bvalid\s+driver|\bclean\s+driv"""
)

OWN_MONEY = _re(
    r"\b(?:your|their)\s+(?:own\s+)?(?:money|funds|account|wallet|balance|savings)\b|\b(?:each|every)\s+(?:agent|applicant|candidate|new)"
    r"|\bto\s+(?:unlock|start|begin|activate)\b|\bwallet\s+that\b|\bour\s+wallet\b"
)
COIN = (
    r"(?:bitcoins?|btc|usdt|usdc|tether|crypto\w*|ethereum|digital\s+wallet|crypto\s+wallet|wallet)"
)
GIFT = r"(?:gift\s?cards?|itunes(?:\s+cards?)?|steam\s+(?:cards?|gift)|vouchers?|prepaid\s+cards?)"

IN_SENTENCES = (
    Clue("fee", _re(rf"\b{FEE}[^!?]{{0,30}}?{AMOUNT}"), OF_CUSTOMERS),
    Clue("fee", _re(rf"{AMOUNT}[\d.,]*\s+(?:\w+[\s-]){{0,3}}{FEE}"), OF_CUSTOMERS),
    Clue(
        "fee",
        _re(
            rf"\b{FEE}[^!?]{{0,60}}?\b(?:(?:must|has\s+to|needs?\s+to|is\s+to|should|will)\s+be\s+(?:paid|sent)|is\s+(?:due|required|payable|needed)|before\s+(?:training|you\s+start|the\s+first)|{PLACE_IN_LINE})"
        ),
        OF_CUSTOMERS,
    ),
    Clue(
        "fee",
        _re(rf"\b{PLACE_IN_LINE}[^!?]{{0,60}}?\b(?:fee|payment|deposit|{AMOUNT})"),
        OF_CUSTOMERS,
    ),
    Clue(
        "fee",
        _re(
            rf"\b{WHO}\s+{HELPERS}{PAYS}\b(?!\s+(?:nothing|no\b|zero|range|rate))[^!?]{{0,70}}?\b(?:{FEE}|(?:starter|welcome|work|training)\s+(?:kit|pack\w*)|(?:for|of)\s+(?:your|their|the|its?|an?|it|our)?\s*(?:own\s+)?{EQUIPMENT}|(?:our|the)\s+(?:own\s+)?(?:training\s+)?(?:materials?|supplier|kit))"
        ),
        WE_PAY,
    ),
    Clue(
        "fee",
        _re(rf"\b(?:you|applicants?|candidates?)\s+{HELPERS}pays?\s+(?:only\s+|just\s+)?{AMOUNT}"),
        _re(r"\b(?:premiums?|health|plan|insurance\s+plan|coverage|medical)\b"),
    ),
    Clue(
        "fee",
        _re(
            rf"\b(?:refundable\s+(?:\w+\s+)?(?:deposit|fee)|deposit\s+of\s+{AMOUNT})[^!?]*?\b(?:{EQUIPMENT}|candidates?|applicants?)"
        ),
        OF_CUSTOMERS,
    ),
    Clue(
        "fee",
        _re(r"\b(?:each|every)\s+(?:candidate|applicant|trainee|agent)\b[^!?]{0,60}\bdeposit\b"),
    ),
    Clue(
        "fee",
        _re(rf"\bcosts?\s+(?:you|applicants|candidates|agents)\s+(?:only\s+|just\s+)?{AMOUNT}"),
    ),
    Clue(
        "money_moved",
        _re(
            r"""\b(?:receive|accept|collect|get)\b[^!?]{0,50}\b(?:packages?|parcels?|shipments?|goods)\b[^!?]{0,60}\b(?:at|to|in)\s+your\s+(?:own\s+|home\s+|private\s+)*(?:address|home|house|door|place)"""
        ),
    ),
    Clue(
        "money_moved",
        _re(
            r"""\b(?:re-?ship|forward|re-?label|repack\w*)\w*\b[^!?]{0,60}\b(?:packages?|parcels?|items|goods)\b[^!?]{0,60}\bfrom\s+(?:your\s+)?home"""
        ),
        _re(r"\bwork\s+from\s+home\b"),
    ),
    Clue(
        "crypto_or_gift_cards",
        _re(
            rf"\b(?:buy|purchase|get|pick\s+up)\w*\b[^!?]{{0,40}}\b{GIFT}[^!?]*?\b(?:codes?|numbers?|pins?|scratch|own\s+money|own\s+funds|photos?|pictures?)\b"
        ),
        _re(r"\b(?:customers?|shoppers?|people|guests?)\s+(?:who\s+)?(?:buy|purchase)\b"),
    ),
    Clue(
        "crypto_or_gift_cards",
        _re(
            rf"\b(?:paid|pay\s+(?:is|comes)|salary|wages?|earnings|commission)\b[^!?]{{0,40}}?\b(?:in|via|by|through|with)\s+{COIN}(?!\s+(?:tech|industry|space|expert|exper|markets?|compan|firm))"
        ),
        _re(
            r"\b(?:customers?|clients?|users?|merchants?)\b|\boptional\b|\bwant\s+to\b|\bif\s+you\b"
        ),
    ),
    Clue(
        "crypto_or_gift_cards",
        _re(
            rf"\b(?:send|deposits?|top[\s-]up|invest|transfer|load|fund|recharge)\b[^!?]{{0,80}}?{COIN}"
        ),
        _re(
            r"\b(?:customers?|clients?|users?|merchants?|people)\s+(?:\w+\s+){0,2}(?:send|deposit|top|invest|transfer|load|fund|who|when|with|can|cannot)\b"
        ),
        OWN_MONEY,
    ),
    Clue(
        "messenger_only",
        _re(
            rf"\b(?:text|message|msg|contact|reach(?:\s+out)?(?:\s+to)?|add|write(?:\s+to)?|dm|ping|chat\s+with|send|drop|call)\s+{US}[^!?]{{0,70}}?(?:\b{BY}|[(:,]\s?){MESSENGER}"
        ),
        CUSTOMERS_WRITE,
    ),
    Clue("messenger_only", _re(rf"\b{HIRING}\b[^!?]{{0,90}}?\b{BY}{MESSENGER}\b"), CUSTOMERS_WRITE),
    Clue(
        "messenger_only",
        _re(
            rf"\b{SURE_MESSENGER}\b[^!?]{{0,70}}?\b(?:for\s+(?:the|an|your)\s+interview|to\s+apply|(?:get|receive|have)\s+(?:the|an|your)\s+(?:interview|job)|interview\s+link|our\s+recruiter|hiring\s+manager|to\s+begin\b)"
        ),
        CUSTOMERS_WRITE,
    ),
    Clue(
        "messenger_only",
        _re(rf"\b{SURE_MESSENGER}\b[^!?]{{0,12}}?(?:@\s?\w{{3,}}|\+?\(?\d[\d\s().-]{{7,}})"),
        CUSTOMERS_WRITE,
    ),
    Clue(
        "messenger_only",
        _re(rf"\b(?:download|install|open)\s+(?:the\s+)?{MESSENGER}\b"),
        CUSTOMERS_WRITE,
    ),
    Clue(
        "messenger_only",
        _re(r"(?:\bwa\.me|\bt\.me|\bchat\.whatsapp\.com|\btelegram\.me)/\+?\w{3,}"),
        CUSTOMERS_WRITE,
    ),
    Clue(
        "bank_or_id_details",
        _re(rf"\b{ASKS}\b[^!?]{{0,90}}?\byour\b[^!?]{{0,60}}?{DETAILS}"),
        LATER,
    ),
    Clue(
        "bank_or_id_details",
        _re(
            rf"\b(?:application|form|we|recruiter|applicants?)\s+(?:form\s+|will\s+)*(?:asks?|requires?|needs?|collects?)\s+(?:you\s+)?(?:for\s+)?[^!?]{{0,30}}\byour\b[^!?]{{0,40}}?{DETAILS}"
        ),
        LATER,
    ),
)

IN_PARAGRAPHS = (
    Clue(
        "money_moved",
        _re(
            r"""\b(?:check|cheque)s?\b[^\n]{0,200}?\b(?:(?<!direct\s)deposit|cash)\b[^\n]{0,200}?
            (?:your\s+(?:own\s+|personal\s+)*(?:bank\s+|checking\s+)?account|your\s+phone|\bkeep\s+(?:what|the|\$|a\s)|remainder|the\s+rest\b|(?:send|forward|wire)\s+the\s+balance)"""
        ),
        _re(r"\bcustomers'?\s+(?:accounts?|checks?)\b|\bpay\s?checks?\s+by\b"),
    ),
    Clue(
        "money_moved",
        _re(
            r"""\b(?:in)?to\s+your\s+(?:own\s+|personal\s+)*(?:bank\s+|checking\s+)?account\b[^\n]{0,160}?
            \b(?:(?:wire|forward|send|transfer|pass)\s+(?:on\s+)?(?:the\s+)?(?:rest|remainder|money|funds|balance|it\b|\d+\s?%)|(?:take|keep)\s+(?:a\s+)?\d)"""
        ),
    ),
)

IN_QUESTIONS = Clue(
    "bank_or_id_details",
    _re(
        r"""\b(?:social\s+security|ssn|bank\s+account|routing|(?:credit|debit|bank)\s+card|card\s+number|passport\s+number|password|pin|iban|sort\s+code|
        (?:driver'?s?\s+)?licen[cs]e\s+number|mother'?s\s+maiden|id\s+number)\b"""
    ),
    _re(
        r"^\s*(?:have|did|do)\s+you\s+(?:ever\s+)?(?:helped|worked|handled|explained|reset|used|know)"
    ),
)


def clues_in(folded: Folded) -> Iterator[tuple[str, str]]:
    """(rule, words as written) for everything that a text asks of applicants."""
    for clue, scope in ((IN_SENTENCES, sentences(folded)), (IN_PARAGRAPHS, paragraphs(folded))):
        for part in scope:
            if not part.is_warning:
                yield from _found(clue, part, folded)


def clues_in_question(folded: Folded) -> Iterator[tuple[str, str]]:
    """The same for a question to whoever applies: to name the detail is to ask for it."""
    yield from clues_in(folded)
    whole = Sentence(folded.text, 0, False)
    yield from _found((IN_QUESTIONS,), whole, folded)


def _found(clues, part: Sentence, folded: Folded) -> Iterator[tuple[str, str]]:
    for clue in clues:
        if clue.unless and clue.unless.search(part.text):
            continue
        if clue.needs and not clue.needs.search(part.text):
            continue
        for match in clue.pattern.finditer(part.text):
            if not is_refused(part.text, match.start(), match.end()):
                yield clue.rule, _quote(folded, part, match)
                break


def _quote(folded: Folded, part: Sentence, match: re.Match) -> str:
    """The sentence, or around the match as much of it as is read at a glance; always a piece of the original."""
    start, end = 0, len(part.text)
    if end - start > LONGEST_QUOTE:
        room = max(0, LONGEST_QUOTE - (match.end() - match.start())) // 2
        start = max(0, match.start() - room)
        end = min(end, start + LONGEST_QUOTE)
    return folded.quote(part.start + start, part.start + end)
