"""Texts that an employer may send: its own templates, and three to start with for each use."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from listings.models import MessageTemplate
from profiles.models import Employer

Use = MessageTemplate.Use
STARTER = "start"

STARTERS = {
    Use.MESSAGE: [
        (
            _("A question"),
            _(
                "Thank you for applying for {job}. Before we decide we would like to know one thing:"
                " \n\nYou can answer right here.\n\n{my_name}"
            ),
        ),
        (
            _("It takes a little longer"),
            _(
                "Your application for {job} is with us, and somebody has read it. We need until"
                " {closing_date} to decide, and you get an answer either way.\n\n{my_name}"
            ),
        ),
        (
            _("Something is missing"),
            _(
                "We could not read the file that came with your application. Could you send us your"
                " past jobs in a few lines here? That is all we need.\n\n{my_name}"
            ),
        ),
    ],
    Use.SHORTLISTED: [
        (
            _("What comes next"),
            _(
                "We read your application for {job} with interest. Next we talk to a few people for"
                " half an hour each; within a week you hear whether and when.\n\n{my_name}"
            ),
        ),
        (
            _("When can we call?"),
            _(
                "We would like to know more about how you work. When is a good time to call you this"
                " week or next, and at which number?\n\n{my_name}"
            ),
        ),
        (
            _("One more thing to read"),
            _(
                "Please tell us in a few lines about one customer whom you helped and who was upset"
                " at first: what happened, and what you did.\n\n{my_name}"
            ),
        ),
    ],
    Use.INTERVIEW: [
        (
            _("Choose a time"),
            _(
                "We would like to talk with you about {job}, for 30 minutes, by video or phone as you"
                " prefer. Which of these times suits you?\n\n- \n- \n- \n\nIf none does, name"
                " another.\n\n{my_name}"
            ),
        ),
        (
            _("At our place"),
            _(
                "We would like to meet you at {employer}. It takes about an hour, and you hear calls"
                " with somebody of the team for part of it.\n\nWhen: \nWhere: \n\nTell us if you need"
                " anything to get there or to take part.\n\n{my_name}"
            ),
        ),
        (
            _("What we shall ask"),
            _(
                "We would like to talk with you about {job}. We ask everybody the same: what you did"
                " when a customer was upset, how you keep notes, and which hours suit you.\n\nWhen:"
                " \n\n{my_name}"
            ),
        ),
    ],
    Use.HIRED: [
        (
            _("The offer comes"),
            _(
                "We would like you to take the job {job}. You get the offer in writing within two"
                " working days: pay, hours and first day. Read it at your own pace.\n\n{my_name}"
            ),
        ),
        (
            _("Let us talk about the start"),
            _(
                "We would like you to take the job {job}. When could you begin, and is there anything"
                " that we should know before we write the contract?\n\n{my_name}"
            ),
        ),
        (
            _("First week"),
            _(
                "We would like you to take the job {job}. In the first week you learn our tools and"
                " listen to calls; nobody is alone on the phone before the third.\n\n{my_name}"
            ),
        ),
    ],
    Use.DECLINED: [
        (
            _("Short and plain"),
            _(
                "We read your application for {job} of {applied_on} and have chosen others. We keep"
                " no list, so please apply again when a post suits you.\n\n{my_name}"
            ),
        ),
        (
            _("After a talk"),
            _(
                "Thank you for the time you gave us. It was close, and we have chosen somebody who"
                " has done this very work before.\n\n{my_name}"
            ),
        ),
        (
            _("You may ask why"),
            _(
                "We have chosen others for {job}. If you would like to know more about why, answer"
                " here and we tell you what we can.\n\n{my_name}"
            ),
        ),
    ],
}


@dataclass(frozen=True)
class Text:
    """A text to choose: `key` stands in addresses and forms."""

    key: str
    use: str
    name: str
    body: str


def starters(use: str) -> list[Text]:
    return [
        Text(f"{STARTER}-{use}-{number}", use, str(name), str(body))
        for number, (name, body) in enumerate(STARTERS[use], start=1)
    ]


def starter(key: str) -> Text | None:
    found = {text.key: text for use in STARTERS for text in starters(use)}
    return found.get(key)


def choices_of(employer: Employer) -> dict[str, list[Text]]:
    """By use, the employer's own first, then those to start with. One query."""
    own = {use: [] for use in Use}
    for row in MessageTemplate.objects.filter(employer=employer):
        own[row.use].append(Text(str(row.pk), row.use, row.name, row.body))
    return {use: [*own[use], *starters(use)] for use in Use}


def find(choices: dict[str, list[Text]], key: str) -> Text | None:
    return next((text for texts in choices.values() for text in texts if text.key == key), None)
