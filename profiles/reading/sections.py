"""A résumé's lines, each with the section it stands under."""

import re
from dataclasses import dataclass
from enum import Enum


class Section(Enum):
    """What a stretch of a résumé is about, by its heading. `TOP` stands above the first one."""

    TOP = "top"
    SUMMARY = "summary"
    EXPERIENCE = "experience"
    SKILLS = "skills"
    EDUCATION = "education"
    CERTIFICATES = "certificates"
    LANGUAGES = "languages"
    RESULTS = "results"
    AIMS = "aims"
    VOLUNTEERING = "volunteering"
    INTERESTS = "interests"
    REFERENCES = "references"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `start` and `end` place it in the whole text, its heading's words left out."""

    text: str
    start: int
    section: Section
    is_heading: bool = False
    block: int = 0  # rises at every heading: two sections of one kind are apart

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_bullet(self) -> bool:
        return bool(_BULLET.match(self.text))

    @property
    def words(self) -> str:
        """Without bullet and blanks around."""
        return _BULLET.sub("", self.text).strip()


_BULLET = re.compile(r"\s*(?:[-–—*•·▪◦‣●○■□➢➤✓✔►>o](?=\s)|[•▪◦‣●■➢➤✓✔►]|\d{1,2}[.)]\s)\s*")

# Every heading in its shortest spelling: "and", "&", "my" and what `_BESIDE` names are left out first.
_HEADINGS = {
    Section.SUMMARY: """
        summary|profile|about|about me|overview|personal statement|statement|career summary|bio|
        highlights|introduction|career profile|personal profile|in short|at a glance|
        in a nutshell|who i am|summary qualifications|objective summary|executive summary|
        career highlights|career overview|qualifications summary|summary of qualifications""",
    Section.EXPERIENCE: """
        experience|employment|history|work|work experience|work history|employment history|
        career history|career|jobs|job history|positions|positions held|roles|previous roles|
        previous jobs|previous experience|other experience|customer service experience|
        where i have worked|where i worked|where ive worked|experience history|jobs held|
        earlier roles|earlier experience|earlier jobs|other jobs|other work|other roles|
        work so far|employment record|employment experience|career experience|internships|
        service experience|paid work|track record|current role|current position|past roles|
        other employment|earlier employment|earlier career|call center experience|
        contact center experience|support experience|job experience|work background|
        technical experience|hospitality experience|retail experience|experience highlights|
        jobs so far""",
    Section.SKILLS: """
        skills|abilities|strengths|competencies|competences|expertise|capabilities|core skills|
        core competencies|core competences|areas of expertise|areas of strength|tools|software|
        systems|technology|technologies|platforms|programs|applications|tool kit|toolkit|
        toolbox|tech stack|stack|technical skills|technical tools|soft skills|hard skills|
        tools systems|tools software|software tools|software systems|systems software|
        systems tools|systems used|tools used|tools i use|software used|it skills|
        computer skills|tools technology|technology tools|tools technologies|tools platforms|
        platforms tools|skills tools|skills software|skills systems|skills technology|
        skills abilities|skills strengths|strengths skills|skills expertise|skill set|skillset|
        what i do well|what i am good at|what im good at|what i can do|what i know|good at|
        things i do well|what i use|what i work with|tools i know|systems i know|
        programs i know|knowledge|qualifications|skills qualifications|skills competencies|
        customer service skills|service skills|people skills|transferable skills|interpersonal skills|
        support tools|crm tools|proficiencies|tools of the trade|software skills|
        software knowledge|systems knowledge|technical proficiencies|technical knowledge|
        tools daily|tools programs|programs tools|apps|tools apps|skills summary|summary of skills|
        skills profile|skill highlights|skills knowledge|knowledge skills|helpdesk tools|
        technical expertise|technical competencies|digital skills|other skills|additional skills|
        office skills|skills at a glance|computer|computers|with what|things i can do|things i can|things i know|things i bring|what i bring|i can|what i do|software tools i use|
        tools and skills|also good at|how i work|working style""",
    Section.EDUCATION: """
        education|school|schools|schooling|studies|academic background|academic history|
        education history|educational background|academics|degrees|education training|
        training education|academic qualifications|education qualifications|university|
        education courses|degree|academic record|where i studied""",
    Section.CERTIFICATES: """
        certificates|certifications|certificate|certification|licenses|licences|license|
        credentials|courses|training|trainings|professional training|training certifications|
        training certificates|certifications training|certificates training|courses certificates|
        certificates courses|certifications licenses|licenses certifications|
        certifications courses|courses certifications|licences certificates|
        certificates licences|certificates licenses|licenses certificates|
        certifications licences|licences certifications|professional development|
        professional certifications|professional qualifications|
        awards certifications|certifications awards|professional credentials|further training|
        online courses|training courses|courses training""",
    Section.LANGUAGES: """
        languages|language|language skills|languages spoken|spoken languages|languages i speak|
        foreign languages|linguistic skills|languages known""",
    Section.RESULTS: """
        achievements|key achievements|accomplishments|key accomplishments|results|key results|
        awards|honors|honours|figures|key figures|metrics|key metrics|numbers|results numbers|
        awards achievements|awards honors|honors awards|recognition|awards recognition|
        performance|kpis|selected results|results in numbers|by the numbers|in numbers|
        selected achievements|performance highlights|performance figures|service figures|
        numbers i am proud of|scorecard""",
    Section.AIMS: """
        objective|career objective|objectives|goals|career goals|aims|career aims|goal|career goal|
        what i want to learn|want to learn|looking for|what i am looking for|what im looking for|
        currently learning|learning|next steps|next step|what next|whats next|plans|
        learning goals|to learn|learning now|development goals|ambitions|aspirations|
        on list to learn|looking to learn|where i am going|career plans|professional goals""",
    Section.VOLUNTEERING: """
        volunteering|volunteer work|volunteer experience|volunteer|voluntary work|community|
        community service|community involvement|community work|volunteer service""",
    Section.INTERESTS: """
        interests|hobbies|hobbies interests|interests hobbies|personal interests|personal|
        outside work|outside of work|free time|in free time|spare time|leisure|
        other interests|personal life|beyond work|off the clock|after work|fun facts|activities|
        activities interests|interests activities|things i like|away from work|
        when not working|hobbies activities|outside the office|extracurricular activities""",
    Section.REFERENCES: """
        references|referees|reference|recommendations|references available on request|
        references available upon request|testimonials""",
    Section.CONTACT: """
        contact|contact details|contact information|contact info|personal details|
        personal information|personal data|details|address|reach me""",
}
_BY_WORDS = {
    " ".join(name.split()): section
    for section, names in _HEADINGS.items()
    for name in names.split("|")
}
_BESIDE = re.compile(
    r"\b(?:and|my|the|key|main|core|relevant|professional|selected|top|recent|additional|of|"
    r"primary|continued|cont|section|other|more)\b"
)
# What a heading of other words is about, by its last one: "Character reference", "City employment".
_HEAD_WORDS = {
    word: section
    for section, words in {
        Section.EXPERIENCE: "experience employment work jobs career history positions roles",
        Section.SKILLS: "skills abilities strengths competencies expertise tools software systems technology platforms",
        Section.EDUCATION: "education school schooling schools studies academics degrees",
        Section.CERTIFICATES: "certificates certifications credentials courses licenses licences training "
        "certificate certification credential license licence papers",
        Section.LANGUAGES: "languages",
        Section.RESULTS: "achievements accomplishments awards results impact figures",
        Section.AIMS: "goals objectives plans aims",
        Section.VOLUNTEERING: "volunteering",
        Section.INTERESTS: "interests hobbies",
        Section.REFERENCES: "references referees reference",
    }.items()
    for word in words.split()
}
_BEHIND_HEAD = re.compile(r"\b(?:by|in|at|from|for|of|to|on|that|with)\b.*")
# Headings that only these words make, and one of the first at least: "Looking ahead", "Time out".
_AHEAD = re.compile(
    r"(?=.*\b(?:yet|next|ahead|pursuing|learn|learning|future|wish|curious|hope|hoping|tomorrow|soon)\b)"
    r"(?:\b(?:not|yet|next|looking|ahead|up|presently|currently|now|pursuing|to|learn|learning|future|wish|list|curious|"
    r"about|hope|hoping|i|we|what|is|for|me|in|the|tomorrow|soon|want|would|like|steps?|things)\b ?)+"
)
_ASIDE = re.compile(
    r"(?=.*\b(?:outside|off|out|not work|away|sundays?|saturdays?|weekends?|fun|evenings?)\b)"
    r"(?:\b(?:outside|off|out|not|work|away|sundays?|saturdays?|weekends?|fun|evenings?|time|hours|the|of|from|for|"
    r"office|job|clock|duty|my|on|when|i|am|in|and|at|desk|shift)\b ?)+"
)
_SPACED_OUT = re.compile(r"(?:\w ){3,}\w(?:  +(?:\w ){2,}\w)*")
_DECORATION = " \t=~_*#•·:|—–-+.\u200b<>[]"
HEADING_WORDS = 6
# Sections that hold little: a heading that we do not know ends them, and what follows is read.
_CLOSED_BY_ANY = frozenset({
    Section.EDUCATION, Section.CERTIFICATES, Section.LANGUAGES, Section.AIMS, Section.INTERESTS,
    Section.REFERENCES, Section.CONTACT,
})  # fmt: skip
_NO_HEADING = re.compile(
    r"[\d,;@|()]|\b(?:school|college|university|institute|academy|diploma|certificat\w+|certified|degree|"
    r"licen[cs]e\w*|native|fluent|english|spanish|french|german)\b", re.IGNORECASE,
)  # fmt: skip


def sections(text: str) -> list[Line]:
    """The lines of a text. A line such as "Skills: Zendesk, Excel" opens a section and is of it."""
    lines: list[Line] = []
    section, block = Section.TOP, 0
    for match in re.finditer(r"[^\n]+", text):
        raw, start = match[0].rstrip(), match.start()
        if not raw.strip():
            continue
        if found := heading_of(raw, stands_out=_stands_out(raw, text, start)):
            section, block = found, block + 1
            lines.append(Line(raw, start, section, True, block))
            continue
        before, colon, after = raw.partition(":")
        if colon and after.strip() and (found := heading_of(before)):
            section, block = found, block + 1
            offset = len(before) + 1 + len(after) - len(after.lstrip())
            lines.append(Line(raw[:offset], start, section, True, block))
            lines.append(Line(raw[offset:], start + offset, section, False, block))
            continue
        if colon and section in _CLOSED_BY_ANY and _looks_like_heading(before, text, start):
            section, block = Section.TOP, block + 1
        elif section in _CLOSED_BY_ANY and _looks_like_heading(raw, text, start):
            section, block = Section.TOP, block + 1
            lines.append(Line(raw, start, section, True, block))
            continue
        lines.append(Line(raw, start, section, False, block))
    return lines


def _stands_out(raw: str, text: str, start: int) -> bool:
    """In capitals, or with an empty line above and none below."""
    if raw.isupper() or raw.startswith(("==", "**", "##", "--")):
        return True
    above = text[:start].rstrip(" \t")[-2:]
    below = text[start + len(raw) :].lstrip(" \t")[:2]
    return above == "\n\n" and below != "\n\n"


def folded_parts(words: str) -> list[str]:
    """The words of a heading, every joining mark as "and"."""
    return re.findall(r"[a-zé]+", re.sub(r"[&/+,]", " and ", words.casefold()))


def _looks_like_heading(raw: str, text: str, start: int) -> bool:
    words = raw.strip(_DECORATION)
    if (
        not 1 <= len(words.split()) <= HEADING_WORDS
        or _NO_HEADING.search(words)
        or words[-1:] in ".!?"
    ):
        return False
    if text[start + len(raw) :].startswith(":"):
        return len(words.split()) > 1
    after_gap = start < 2 or text[:start].rstrip(" \t")[-2:] == "\n\n"
    return words.isupper() or (after_gap and words[:1].isupper() and raw.strip()[:1].isalpha())


def heading_of(line: str, *, stands_out: bool = False) -> Section | None:
    """The section that a line alone opens, or None for a line that is no heading.

    One that stands out from the lines around it may be in words of the person's own.
    """
    words = line.strip(_DECORATION)
    if _SPACED_OUT.fullmatch(words):
        words = " ".join(part.replace(" ", "") for part in re.split(r"\s{2,}", words))
    if not words or len(words.split()) > HEADING_WORDS or words[-1] in ",;!?":
        return None
    # "skills" within a sentence broken over lines is no heading: those have a capital.
    if not words[0].isupper():
        return None
    folded = re.sub(r"[\u2019']", "", words.casefold())
    folded = re.sub(r"\(.*?\)", "", folded)
    folded = re.sub(r"[^a-zé ]+", " ", folded)
    plain = " ".join(folded.split())
    if plain in _BY_WORDS:
        return _BY_WORDS[plain]
    if section := _BY_WORDS.get(" ".join(_BESIDE.sub(" ", plain).split())):
        return section
    # "Languages and education": two headings in one.
    parts = [
        _BY_WORDS.get(part.strip())
        for part in re.split(r"\band\b|\bor\b", " ".join(folded_parts(words)))
    ]
    if len(parts) >= 2 and None not in parts:
        return Section.EDUCATION if Section.EDUCATION in parts else parts[0]
    if _AHEAD.fullmatch(plain):
        return Section.AIMS
    if _ASIDE.fullmatch(plain):
        return Section.INTERESTS
    return _by_last_word(words) if stands_out else None


def _by_last_word(words: str) -> Section | None:
    """The section of a heading in words of one's own; of "Education and other" the one that is known."""
    parts = re.split(r"\band\b|\bor\b", " ".join(folded_parts(words)))
    heads = [_BEHIND_HEAD.sub("", part).split()[-1:] for part in parts]
    known = [found for head in heads if head and (found := _HEAD_WORDS.get(head[0]))]
    if not known or re.search(r"[\d|@]", words):
        return None
    return Section.EDUCATION if Section.EDUCATION in known else known[0]
