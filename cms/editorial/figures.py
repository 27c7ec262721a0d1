"""Statistics in running text: numbers that somebody must have counted, and so need a source.

Times, durations, phone numbers, ages of a case and the like are no statistics; nor is what stands in
quotation marks, as a thing to say, what calls itself an example or made up, what is only a condition
("if a refund is over $50"), the amount of one customer's case, the whole of a thing (100%), what a
device shows (20% of the battery), what readers set out to do, or a sum worked out in its sentence.
A share in words ("one in three", "most companies") is a claim like one in figures.
"""

import re
from collections.abc import Iterable, Iterator

NUMBER = r"\d[\d,]*(?:\.\d+)?"
SMALL = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred)"
COUNT = r"(?:\d\d?|one|two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred)"
PEOPLE = (
    r"(?:people|persons|workers|employees|agents|representatives|customers|callers|companies|"
    r"employers|adults|americans|jobs|teams|households|readers|managers|women|men|firms|consumers)"
)
PERSON = r"(?:person|worker|employee|agent|customer|caller|company|employer|manager|household)"
OWN = r"(?:my|our|your|his|her|its|their|these|those)\b"
WHOSE = rf"(?:(?!{OWN})[\w-]+\s){{0,2}}?"
SHARE = (
    r"(?:half|an? (?:third|quarter|fifth|tenth)|two[ -]thirds|three[ -]quarters|the majority|most)"
)
CHANGE = (
    r"(?:gr[eo]w(?:n|s|th)?|ris(?:e|es|en|ing)|rose|f[ae]ll(?:s|en)?|drop(?:s|ped)?|shr(?:ink|ank|unk)s?|"
    r"declin(?:e|es|ed)|increas(?:e|es|ed)|decreas(?:e|es|ed)|doubl(?:e|ed)|halved|tripled|lost|"
    r"gained|expected|projected|forecast)"
)
NO_STORY = r"(?:(?!\b(?:I|my|you|your)\b)[^.?!])*?"
STATISTIC = re.compile(
    "|".join(
        [
            rf"\b{NUMBER}\s?(?:%|percent\b|per cent\b|percentage points?\b)",
            rf"[$€£₹]\s?{NUMBER}|\b{NUMBER}\s(?:US )?(?:dollars|euros|pounds)\b",
            rf"\b{SMALL} out of (?:every )?{SMALL}\b(?! of {OWN})",
            rf"\b{COUNT} in (?:every )?{COUNT}\b(?!\s+(?:minutes|hours|days|weeks))",
            rf"\b{SMALL} of (?:every )?{SMALL} {PEOPLE}\b|^every (?:second|third|fourth|fifth) {PERSON}\b",
            rf"\b{SHARE} of (?:all|american|us)\b|\b{SHARE} of {WHOSE}{PEOPLE}\b",
            r"\bmost (?:companies|employers|firms|teams|managers|customers|callers|workers|agents)\b",
            rf"\b(?:almost|nearly) all {PEOPLE}\b|\b{CHANGE} by {SHARE}\b",
            r"(?<!a )\bfew (?:companies|employers|firms|teams|managers)\b",
            r"\b\d{1,3}(?:,\d{3})+\b",
            rf"\b{NUMBER}[ -]?(?:thousand|million|billion)\b",
            rf"\b(?:{SMALL}|several|many) (?:million|billion)\b|\b(?:millions|billions) of\b",
            rf"\b(?:twice|{SMALL} times) (?:as|more) (?:likely|often)\b|\b{SMALL} times as (?:many|much)\b",
            rf"\b(?:on average|the (?:average|typical) \w+)\b[^.?!]*?\b{NUMBER}|\b{NUMBER}\b[^.?!]*\bon average\b",
            # A story of one's own has years too: "In 2023 I changed to chat, and my calls dropped."
            rf"\b(?:19|20)\d\d\b{NO_STORY}\b{CHANGE}\b|\b{CHANGE}\b{NO_STORY}\b(?:19|20)\d\d\b",
        ]
    ),
    re.IGNORECASE,
)
MONEY = rf"[$€£₹]\s?{NUMBER}"
# What frees all numbers of its sentence: an example, or a sum with its parts.
EXAMPLE = re.compile(
    "|".join(
        [
            r"\b(?:for example|for instance|an example|suppose|imagine|picture|let us say|let's say)\b",
            r"\bsay, |\be\.g\.",
            rf"[×÷=]\s?(?:{MONEY}|{NUMBER})",
            r"^if\b[^,]*\d[^,]*,",
            rf"\b{NUMBER} of (?:the )?{NUMBER}[^.?!]*\b(?:is|are|makes?) {NUMBER}\s?%",
            rf"^at (?:{MONEY}|{NUMBER})[^.?!]*, that (?:is|makes|comes to)\b",
        ]
    ),
    re.IGNORECASE,
)
MADE_UP = re.compile(r"\bmade[ -]up\b|\binvented\b", re.IGNORECASE)
SAID = re.compile(r"“[^”]*”|\"[^\"]*\"")
CLAUSE = r"[^,;.?!]*(?:[.,]\d[^,;.?!]*)*"
DEVICE = r"(?:zoom\w*|battery|screen|brightness|volume|progress bar|bar|download|upload)"
CASE = (
    r"(?:bills?|bonus|bonuses|charges?|coupons?|credits?|discounts?|fees?|gift cards?|limits?|orders?|"
    r"refunds?|vouchers?)"
)
# With these a sentence says what to do; "keep in mind that" says what is so.
ADVICE = r"(?:aim|answer|ask|count|cut|divide|keep|leave|offer|put|save|set|spend|take|try|turn|use|write)"
NO_CLAIM = re.compile(
    "|".join(
        [
            rf"\b(?:if|whether|unless)\b{CLAUSE}",
            rf"\bsuch as (?:{MONEY}|{NUMBER}\s?(?:%|percent\b))",
            r"(?<![\d.,])(?:100|0)\s?(?:%|percent\b)|[$€£₹]0\b(?![.,]\d)",
            rf"(?:{MONEY}|\b{NUMBER}\s?%)(?:\s(?:late|service|store))?\s(?:{CASE}\b|off\b)",
            rf"\b(?:{CASE}|(?:over)?charged|refunded|credited)(?:\s(?:is|was|of|for|over|under|above|below|up to))*\s(?:{MONEY}\b(?!\s(?:thousand|million|billion))(?: instead of {MONEY})?|{NUMBER}\s?%)",
            rf"\b{DEVICE}\b[^,;.?!]*\b(?:at|to|above|below|over|under) {NUMBER}\s?(?:%|percent\b)",
            rf"{NUMBER}\s?(?:%|percent) of (?:the|your) {DEVICE}\b",
            rf"(?:^|: ){ADVICE}\b(?![^,;.?!]*\bthat\b){CLAUSE}",
            rf"\b(?:ask|expect|want)s? you to\b{CLAUSE}",
            rf"\b(?:score|rating) of {NUMBER}(?: out of {NUMBER})?|\b{NUMBER} (?:words|characters)\b",
            rf"\b(?:your|set (?:yourself )?an?) (?:own )?(?:goal|target)\b{CLAUSE}",
            rf"\b(?:caller|customer|guest|he|she|you) (?:owe[ds]?|paid|pays?|spent)\b{CLAUSE}",
        ]
    ),
    re.IGNORECASE,
)
END_OF_SENTENCE = re.compile(r"(?<=[.?!])(?<!e\.g\.)\s+(?=[A-Z“\"$\d])")


def statistics(lines: Iterable[str]) -> Iterator[str]:
    """The numbers of a block that need a source, as they stand there.

    A sentence that calls its numbers made up frees the rest of the block.
    """
    for line in lines:
        for sentence in END_OF_SENTENCE.split(SAID.sub(" ", line)):
            if MADE_UP.search(sentence):
                return
            if not EXAMPLE.search(sentence):
                for match in STATISTIC.finditer(NO_CLAIM.sub(" ", sentence)):
                    yield match[0].strip()
