"""The channels a posting says customers are served through."""

import re

CHANNELS = ("phone", "email", "chat", "social", "in_person", "video")

_NAMES = {
    "phone": r"(?:tele)?phone|phones|calls?|voice(?! of)",
    "email": r"e-?mails?",
    "chat": r"(?:live[- ]?|web[- ]?)?chats?|messaging|messages|SMS|texts?|WhatsApp|in-app",
    "social": r"social(?: media)?(?: channels| platforms)?|Facebook|Instagram|Twitter|DMs",
    "in_person": r"in[- ]person|face[- ]to[- ]face|walk-ins?",
    "video": r"video(?: calls?| chat| conferenc\w+)?|Zoom",
}
_ANY = "|".join(f"(?:{pattern})" for pattern in _NAMES.values())
_NEXT = r"(?:\s+support)?\s*(?:,|/|&|\+|\band/or\b|\band\b|\bor\b)[\s,]*(?:and |or |via |by |over )?(?:the )?"
# "phone, email and chat": channels that stand in one list are channels of one job.
_LIST = re.compile(rf"\b(?:{_ANY})(?:{_NEXT}(?:{_ANY}))+\b", re.IGNORECASE)
# Outside a list a channel counts only with a word of service beside it.
_ALONE = {
    "phone": r"\b(?:inbound|incoming|outbound|customer|support|service) (?:phone )?calls?\b|"
    r"\b(?:phone|telephone|voice) (?:support|calls? (?:from|with) (?:customers|clients))|"
    r"\bcall cent(?:er|re)|\bcontact cent(?:er|re) calls?|"
    r"\b(?:answer|take|handle|answering|taking|handling) (?:\w+ ){0,2}(?:phone )?calls\b",
    "email": r"\be-?mail (?:support|tickets?|inquiries|enquiries|requests|queue|inbox)|"
    r"\bsupport e-?mails?\b|\b(?:answer|handle|answering|handling|respond(?:ing)? to) (?:\w+ ){0,2}e-?mails",
    "chat": r"\b(?:live|web|customer|support)[- ]chats?\b|\bchat (?:support|agents?|queue|"
    r"conversations)|\b(?:answer|handle|answering|handling) (?:\w+ ){0,4}chats\b",
    "social": r"\bsocial (?:media )?(?:support|care|messages|inquiries|enquiries|comments)\b|"
    r"\b(?:respond(?:ing)?|repl(?:y|ying)) to (?:\w+ ){0,4}(?:social media|Instagram|Facebook)",
    "in_person": r"\b(?:greet|welcome|welcoming|greeting|assist|check in|serve)(?:ing)? (?:\w+ ){0,2}"
    r"(?:guests|visitors|patients|shoppers|walk-ins)\b|\bfront[- ]desk\b|\bface[- ]to[- ]face (?:with )?"
    r"(?:customers|clients|guests|service)|\bin[- ](?:person|store) (?:customer |client )?(?:service|support)",
    "video": r"\bvideo (?:support|consultations)\b|\bvideo (?:calls?|chats?) with (?:customers|"
    r"clients|patients|users)",
}
_LONE_SIGNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _ALONE.items()}
_NAME_SIGNS = {
    name: re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE) for name, pattern in _NAMES.items()
}
# "inquiries via phone, in writing and face-to-face": a list with other words in it.
_VIA = re.compile(r"\b(?:via|through|by|over|across)\b(?P<means>[^.;]{0,80})", re.IGNORECASE)
_SERVED = re.compile(
    r"\b(?:customers?|clients?|users?|guests?|patients?|members?|callers?|passengers?|tickets?|"
    r"inquir\w+|enquir\w+|quer(?:y|ies)|interact\w*)\b",
    re.IGNORECASE,
)
# Lines on applying, benefits and the firm's own meetings name the same words.
_NOT_SERVICE = re.compile(
    r"\bstipend|\ballowance|\bapply\b|\bapplication|\binterview|\brecruit|\bhiring|\bscam|\bcandidates?\b|"
    r"\bcv\b|\bresum|\bcold[- ](?:call|e-?mail)|\bprospect|\boutreach|\bnewsletter|\bcampaign|"
    r"\bfunnel|\bunexpected|\bcaution|\bintro(?:ductory)? call|\bprivacy|\bcolleagues\b|\bteammates\b|\bco-?workers\b|\bslack\b|\boff-?sites?\b",
    re.IGNORECASE,
)
_TEXT_READ = 50_000


def support_channels(text: str) -> tuple[str, ...]:
    """Channels named as ways of serving people, in a fixed order; empty where none is."""
    found: set[str] = set()
    for line in re.split(r"\n+|(?<=[.!?])\s+", text[:_TEXT_READ]):
        if _NOT_SERVICE.search(line):
            continue
        for listed in _LIST.finditer(line):
            named = _named(listed[0])
            if len(named) > 1:
                found |= named
        if _SERVED.search(line):
            for via in _VIA.finditer(line):
                found |= _named(via["means"])
        found |= {name for name, sign in _LONE_SIGNS.items() if sign.search(line)}
    return tuple(channel for channel in CHANNELS if channel in found)


def _named(text: str) -> set[str]:
    return {name for name, sign in _NAME_SIGNS.items() if sign.search(text)}
