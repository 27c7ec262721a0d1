"""Words by which titles, departments and texts tell customer service from other trades."""

import re

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
OTHER_TRADE = re.compile(
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
# Setting somebody or something up is service where it is customers who are set up.
SETTING_UP = re.compile(r"\b(?:onboarding|implementations?)\b", re.IGNORECASE)


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
    return OTHER_TRADE.search(calm) is not None and not is_service_department(department)
