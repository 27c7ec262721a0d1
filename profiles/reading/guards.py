"""Whether somebody says that they can do a thing, or only that it exists.

"No experience with Jira", "hoping to learn Jira", "trained by a Jira administrator" and "12 Jira
Street" name Jira and claim nothing.
"""

import re

from cms.phrases import PhraseHit

from .document import SILENT, Document, within
from .finders import ordinary_names
from .sections import Section

REACH = 200  # characters in which a cue counts
_DENIED_BEFORE = re.compile(
    r"\b(?:no(?:ne)?(?:\s+\w+){0,3}?\s+(?:experience|knowledge|background|exposure|training|access)"
    r"|(?:lack|lacking|without)(?:\s+(?:any|an?|the|real|formal|prior|previous))*"
    r"(?:\s+(?:experience|knowledge|training|exposure))?"
    r"|never(?:\s+\w+){0,2}?\s+(?:used|use|worked|tried|touched|seen|opened|had|learned|done|been)"
    r"|(?:not|\w+n['\u2019]t|cannot)(?:\s+(?:yet|actually|really|ever|currently|personally))*"
    r"\s+(?:been\s+|have\s+|had\s+)?(?:used?|using|work(?:ed)?|know[ns]?|familiar|experienced?|tried|"
    r"learn(?:ed|t)?|trained|certified|speak|done|touch(?:ed)?|comfortable|proficient|have|fluent|list|show\w*|own|sold|say|claim|pretend)"
    r"|unfamiliar|new\s+to|(?:little|limited|zero|minimal)\s+(?:\w+\s+)?(?:experience|knowledge|exposure)"
    r"|instead\s+of|rather\s+than|other\s+than|except(?:\s+for)?|apart\s+from"
    r"|moved\s+away\s+from|still\s+(?:have|need)\s+to|(?:have|need)\s+(?:yet\s+)?to\s+learn)\b",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"^\W{0,4}(?:[^.;\n]{0,40}?[,:|–—-]\s*|[^.,;\n]{0,40}?\(\s*|\s*)(?:(?:but\s+|which\s+|that\s+)?(?:i\s+(?:have\s+|had\s+|did\s+)?)?"
    r"(?:no\s+(?:\w+\s+){0,2}?(?:experience|knowledge|training)|none\b|never\b|not\s+yet\b|not\s+used|no\W*$"
    r"|(?:started|taking|doing|in)\s+an?\s+(?:\w+\s+)?(?:course|class)|not\s+certified|not\s+(?:yet\s+)?started|unused"
    r"|on\s+(?:my|the)\s+(?:\w+\s+)?list|want(?:s)?\s+to\s+learn"
    r"|to\s+be\s+learned|(?:would|i['\u2019]d)\s+(?:like|love)\s+to|planned\b|next\s+(?:year|spring|"
    r"summer|autumn|fall|winter|month|on)|still\s+(?:learning|to\s+learn)|haven['\u2019]t|have\s+not"
    r"|did\s+not|didn['\u2019]t|do\s+not|does\s+not|don['\u2019]t|seen\s+in|(?:only|just)\s+(?:seen|watched|heard|read|by|from|in)|planned|(?:is|are|was)\s+(?:planned|next|coming)|learning|demos?\s+only|in\s+theory))",
    re.IGNORECASE,
)
_AIMED = re.compile(
    r"\b(?:(?:hop(?:e|es|ed|ing)|want(?:s|ed|ing)?|wish(?:es|ing)?|aim(?:s|ing)?|plan(?:s|ned|ning)?|"
    r"intend(?:s|ing)?|look(?:s|ing)?(?:\s+forward)?|eager|keen|ready|happy|excited|curious|willing|"
    r"(?:would|['\u2019]d)\s+(?:like|love|be\s+(?:happy|glad))|going|due|about|expect(?:s|ing)?)"
    r"(?:\s+(?:very\s+much|also|one\s+day|soon|next))?\s+to\s+(?:\w+\s+){0,2}?"
    r"(?:learn\w*|get|grow|mov(?:e|ing)|becom\w+|stud\w+|tak\w+|try\w*|start\w*|use|us(?:ing)|work\w*|"
    r"train\w*|add\w*|gain\w*|develop\w*|explor\w+|see|join\w*|switch\w*|finish\w*|pick\w*|earn\w*|do|"
    r"have|be|build\w*|know|return\w*|pass|complete|bring|find|master|go)"
    r"|seek(?:s|ing)?\b|in\s+search\s+of|(?:looking|searching|applying)\s+for|interested\s+in|"
    r"(?:my|a|the|next|long[- ]term|career)\s+(?:goal|aim|dream|ambition|wish|next\s+step)s?\b|"
    r"on\s+(?:my|the)\s+(?:wish\s*list|list|horizon)|"
    r"(?:currently|now|just|still|presently)\s+(?:\w+\s+)?(?:learning|studying|taking|enrolled|"
    r"working\s+(?:towards?|on\s+my)|preparing|beginning|starting)|"
    r"(?:start(?:ed|ing)?|began|joined|take)\s+(?:an?|the|my)\s+(?:\w+\s+)?(?:course|class|certificate)\b|"
    r"(?:taking|enrolled\s+in|signed\s+up\s+for|registered\s+for|studying\s+for|preparing\s+for)\s+"
    r"(?:\w+\s+){0,3}?(?:course|class|exam|certif\w+|lessons?)?|teaching\s+myself|"
    r"(?:will|shall)\s+(?:be\s+)?(?:learn|start|take|begin|get|move|switch)\w*|"
    r"(?:moves?|moving|switch(?:es|ing)?)\s+(?:over\s+)?to\b(?=[^.;\n]{0,40}\b(?:next|soon|in\s+20)))",
    re.IGNORECASE,
)
_COURSE_AHEAD = re.compile(
    r"^[^.;\n]{0,25}?\b(?:course|class|exam|training|certificat(?:e|ion))\b[^.;\n]{0,20}?"
    r"\b(?:starts?|begins?|planned|booked|next|in\s+progress|not\s+(?:yet\s+)?(?:finished|done|completed)|"
    r"ahead|pending|scheduled|underway|ongoing)|^[^.;\n]{0,30}\((?:in\s+progress|planned|ongoing|pending)",
    re.IGNORECASE,
)
# Somebody else does it.
_OF_OTHERS = re.compile(
    r"\b(?:(?:read|heard|hear|seen)\s+(?:\w+\s+)?(?:about|of|demos?\s+of)\s+(?:[\w'\u2019]+\s+(?:and|or)\s+)?|(?:trained|taught|managed|supervised|coached|mentored|led|hired|supported|helped|shown|"
    r"reviewed|praised|recommended|audited)\s+by\s+(?:(?:an?|the|our|my|two|three|their)\s+)?"
    r"(?:[\w'\u2019-]+\s+){0,3}?|report(?:ed|s|ing)?\s+to\s+(?:(?:an?|the|our|my)\s+)?(?:[\w-]+\s+){0,2}?|"
    r"references?\s+(?:from|by|of|:)\s*(?:[\w'\u2019.-]+\s+){0,3}?|(?:neighbor|neighbour)s?\s+(?:of|at)\s+|"
    r"(?:sat|sits|worked|work|sitting)\s+(?:next\s+to|alongside|beside)\s+(?:(?:an?|the|our)\s+)?|"
    r"(?:married\s+to|husband|wife|brother|sister|mother|father|son|daughter|friend|boss|colleague|"
    r"roommate|neighbor|manager|supervisor)\s+(?:is|was|who|does|did|works?|worked|uses?|used|speaks?|"
    r"handles?|handled|ran|runs|at)\b[^.;,\n]*?)$",
    re.IGNORECASE,
)
_OTHERS_DID = re.compile(
    r"^[\s)]*(?:\w+\s+){0,2}?(?:(?:was|were|is|are)\s+(?:\w+\s+)?(?:handled|done|run|managed|owned|looked\s+after|administered|left|used|built)\s+"
    r"(?:by|to)\b|(?:administrator|admin|consultant|team|specialist|developer|trainer|partner)s?\s+"
    r"(?:did|handled|set\s+up|built|trained|showed|took|does|do|sits?|looked)\b|"
    r"(?:belong(?:s|ed)|went|goes)\s+to\b)|^-free\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:no|without|unlike|similar\s+to|(?:tool|system|program|platform|crm|product|app)\s+like|"
    r"compared\s+(?:to|with)|curious\s+about|open\s+to(?:\s+learning)?|keen\s+on|next(?:\s+up)?\s*:|to\s+learn\s*:|"
    r"(?:may|might|could|should)\s+(?:\w+\s+)?(?:get|use|buy|move\s+to|switch\s+to|change\s+to)|"
    r"(?:customers?|clients?|shops?|users|people)\s+(?:(?:came|come|coming)\s+)?(?:of|from)|"
    r"(?:started|began|starting|beginning|booked|joined)\s+(?:an?|the|my)(?:\s+\w+)?|nobody(?:\s+\w+){1,3})\s+$",
    re.IGNORECASE,
)
# Only seen or heard of, never done.
_WITNESSED = re.compile(
    r"\b(?:seen|attended|attending|visited|demoed|sat\s+in\s+on|heard|read\s+(?:about|of|up))\b"
    r"[^.;]{0,40}$",
    re.IGNORECASE,
)
_OTHERS_DO = re.compile(
    r"\b(?:they|she|he|it|nobody|no\s+one|(?:an?other|the\s+other|other|sales|it|marketing|finance|data|engineering|"
    r"tech|billing|back[- ]office|head[- ]office|day|night)\s+(?:\w+\s+)?(?:teams?|departments?|people|shift|staff)|"
    r"(?:an?|the|our|my|their|her|his|some|most|two|all)\s+(?:\w+\s+)?(?:company|firm|district|employer|office|"
    r"department|agency|contractor|vendor|consultant|client|clients|customer|customers|callers?|users?|boss|manager|"
    r"supervisor|colleagues?|co-?workers?|teammates?|brother|sister|wife|husband|mother|father|partner|son|"
    r"daughter|friends?|cousin|uncle|aunt|roommate|neighbou?r|adjusters?|engineers?|developers?|nurses?|drivers?))"
    r"\s+(?:\w+ly\s+|now\s+|still\s+|also\s+|all\s+)?(?:used?|uses|ran|runs?|handle[sd]?|work(?:s|ed)?|mov(?:e[sd]?)|"
    r"switch(?:es|ed)?|had|has|sells?|sold|chose|bought|keeps?|kept|did|does|do|may|might|will|is|are|was|were|gets?|got|"
    r"plans?|tried|replaced|speaks?|spoke|knows?|knew|owns?|owned|teach(?:es)?|taught|wants?|talks?|mentions?|mention(?:ed)?)\b"
    r"[^.;]*$",
    re.IGNORECASE,
)
# Whoever a clause begins with is who acts in it: "our analyst builds it in Tableau", "Fieldnote connects with Jira".
_SOMEBODY_ACTS = re.compile(
    r"(?:^|[,;:.(–—-]\s*|\b(?:and|but|that|because|where|while|when|so|as|if)\s+)\W*"
    r"(?:(?:[Tt]he|[Oo]ur|[Mm]y|[Hh]is|[Hh]er|[Tt]heir|[Ss]ome|[Mm]ost|[Bb]oth|[Oo]ther|[Aa]nother|[Aa]n?)"
    r"\s+(?:[\w'\u2019-]+\s+){1,6}?(?:now\s+|still\s+|also\s+|all\s+)?"
    r"(?:used?|uses|wants?|wanted|builds?|built|keeps?|kept|do|does|did|handles?|handled|bought|chose|tr(?:y|ies|ied)|owns?|"
    r"owned|knows?|knew|tests?|tested|works?\s+(?:in|on|with)|worked\s+(?:in|on|with))"
    r"|[A-Z][\w&'\u2019]+\s+(?:connects|integrates|works|runs|uses|sells|syncs)"
    r"|,\s+(?:who|whose)"
    r"|(?:everybody|everyone|everything|somebody|someone|anybody|people)\s+(?:\w+ly\s+)?(?:is|are|was|were|has|have|uses?|works?|tells?))\b"
    r"[^.;]*$"
)
# What a line or a sentence begins with, of all that stands in it: a row of a table, an item of a list.
_LEADS_AWAY = re.compile(
    r"^\W*(?:not\s+(?:yet|me)|next|in\s+progress|planned|soon|someday|to\s+learn|wish\s*list|curious\s+about|"
    r"(?:currently\s+|now\s+)?learning|want\s+to\s+learn|never|hobb(?:y|ies)|(?:dogs?|cats?|pets?))\b(?=\s*:|\s+[A-Z])",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"\b(?:my\s+(?:family|grand\w+|sister|brother|mother|mom|mum|father|dad|friends?|kids?|children|wife|"
    r"husband|son|daughter|cats?|dogs?|parrots?|church|book\s+club|neighbou?rs?)|chess|yoga|pets?|snakes?|bingo|"
    r"choir|knitting|hiking|karate|hobb(?:y|ies)|in\s+my\s+(?:free|spare)\s+time|for\s+fun)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:the|an?|her|his|their|your)\s+$", re.IGNORECASE)
# What a product's name goes on with, and still names the product.
_OF_PRODUCTS = frozenset({
    "Admin", "Administrator", "Analytics", "Answer", "Assist", "Billing", "Chat", "Classic", "Cloud", "Community",
    "Connect", "Console", "Contact", "Dashboards", "Desk", "Enterprise", "Explore", "Express", "Flow", "Forms", "Guide",
    "Help", "Hub", "Inbox", "Insights", "Lightning", "Macros", "Marketing", "Meetings", "Online", "Payments", "Phone",
    "Platform", "Plus", "Portal", "Premium", "Pro", "Reports", "Sales", "Sell", "Server", "Service", "Sheets", "Software",
    "Studio", "Suite", "Support", "Talk", "Tickets", "Triggers", "Web", "Webinars", "Workforce", "Zendesk", "Salesforce",
})  # fmt: skip
_BARE = re.compile(r"\s*(?:$|[.,;)]|\s(?:is|was|of|and)\b)")
_TURN = re.compile(r"\b(?:but|however|yet|though|although|while|whereas|now|only|except)\b|—", re.I)
# A tool's name that goes on as the name of something else: a company, a street, a school.
_NAME_GOES_ON = re.compile(
    r"^(?:\s+(?:&|and|of|on|the)\s+(?=[A-Z])[A-Z]\w+)?\s+(?:[A-Z][\w'\u2019]*\s+){0,2}?(?:Inc|LLC|Ltd|"
    r"Limited|Corp|Corporation|Company|Co|GmbH|Group|Holdings|Partners|Street|St|Road|Rd|Avenue|Ave|"
    r"Lane|Ln|Drive|Boulevard|Blvd|Court|Creek|River|Lake|Hill|Hills|Valley|Park|Bay|Beach|Island|"
    r"County|City|Town|Village|Mall|Plaza|Center|Centre|Tower|House|Hotel|Hotels|Inn|Lodge|Resort|"
    r"Restaurant|Cafe|Café|Bakery|Bar|Grill|Kitchen|Diner|Pub|Coffee|Foods|Farm|Farms|Garden|Gardens|"
    r"Bank|Insurance|Mutual|Savings|Credit|Union|Financial|School|Academy|College|University|Institute|"
    r"Church|Hospital|Clinic|Health|Medical|Dental|Pharmacy|Airlines|Airways|Ferries|Energy|Power|"
    r"Water|District|Telecom|Wireless|Logistics|Freight|Shipping|Stores?|Shop|Outfitters|Apparel|Press|"
    r"Books|Publishing|Media|Studios?|Theat(?:er|re)|Museum|Library|Club|Society|Foundation|Trust|"
    r"Association|League|Choir|Band|Team|Runners|Depot|Supply|Kettle|Studio|Yoga|Tea|Motors|Auto|Brothers|Bros|Sons|Homes|"
    r"Properties|Realty|Estates|Apartments|Solutions|Services|Staffing|Outsourcing|Industries|"
    r"Electric|Electronics|Plumbing|Roofing|Cleaners|Travel|Tours|Cruises|Fitness|Gym|Spa|Salon)\b"
    r"(?!\s+Cloud|\s+Hub|\s+Suite)|^\s+(?:yoga|office\b|pet\b|named\b)|^,\s+my\s+\w+"
)
_WORKED_AT = re.compile(
    r"\b(?:at|joined|left|employed\s+by|employer:?|(?:work(?:ed|ing|s)?|agent|representative|rep|"
    r"specialist|contractor|temp|lead|manager|associate|advisor|employee)\s+(?:for|of|at|with))\s+$",
    re.IGNORECASE,
)


def is_claimed(document: Document, hit: PhraseHit, *, name: bool = False) -> bool:
    """Whether the text claims what was found; `name` for a tool, whose name may be somebody else's too."""
    if document.section_at(hit.start) in SILENT or within(
        document.contact_spans, hit.start, hit.end
    ):
        return False
    start, end = document.sentence_at(hit.start)
    # A text without a full stop must not cost its length for every hit.
    before = document.flowing[max(start, hit.start - REACH) : hit.start]
    after = document.flowing[hit.end : min(max(end, hit.end), hit.end + REACH)]
    if _is_denied(before, after) or _is_aimed(before, after):
        return False
    if any(cue.search(before) for cue in (_BESIDE, _OF_OTHERS, _WITNESSED)):
        return False
    if _OTHERS_DID.search(after) or _others_do(before):
        return False
    line = document.line_at(hit.start)
    if _LEADS_AWAY.match(before + hit.text) or (
        line and _LEADS_AWAY.match(line.text[: hit.start - line.start + 1])
    ):
        return False
    if name:
        sentence = document.flowing[max(start, hit.start - REACH) : min(end, hit.end + REACH)]
        return not (
            _NAME_GOES_ON.search(after)
            or _is_employer(before, after)
            or _is_first_word_of_name(document, hit, after)
            or _PRIVATE.search(sentence)
            or (hit.text in ordinary_names() and _ARTICLE.search(before) and _BARE.match(after))
        )
    return True


def _is_first_word_of_name(document: Document, hit: PhraseHit, after: str) -> bool:
    """ "Gorgias Petrou" is a person, "Asana Pratt" a school of nothing that we know."""
    if document.section_at(hit.start) == Section.SKILLS or not hit.text[:1].isupper():
        return False
    follower = re.match(r" ([A-Z][a-z]{2,})\b", after)
    return follower is not None and follower[1] not in _OF_PRODUCTS


def _others_do(before: str) -> bool:
    return any(
        cue and not re.search(r"\b(?:I|my|we)\b", before[cue.start() + 3 :])
        for cue in (_OTHERS_DO.search(before), _SOMEBODY_ACTS.search(before))
    )


def _is_denied(before: str, after: str) -> bool:
    for cue in _DENIED_BEFORE.finditer(before):
        if not _TURN.search(before, cue.end()):
            return True
    return bool(_DENIED_AFTER.match(after))


def _is_aimed(before: str, after: str) -> bool:
    for cue in _AIMED.finditer(before):
        if not _TURN.search(before, cue.end()):
            return True
    return bool(_COURSE_AHEAD.search(after))


def _is_employer(before: str, after: str) -> bool:
    cue = _WORKED_AT.search(before)
    if cue is None:
        return False
    # "support agent for Zendesk tickets" works with it, "support agent at Zendesk" for it.
    return not re.match(r"\s+(?:tickets?|queues?|cases?|users?|tools?|reports?|macros?)\b", after)
