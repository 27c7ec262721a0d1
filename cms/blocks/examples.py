"""What the chooser shows of a block before an editor adds it."""

from django.utils.translation import gettext_lazy as _

HEADING = _("Before you pick up the phone")
TEXT = _(
    "<p>Read the last three notes on the case. They tell you what was promised, by whom, and "
    "whether it was kept.</p><h3>When there are no notes</h3><p>Say so, and ask what "
    "happened.</p>"
)
TAKEAWAYS = [
    _("Say in the first sentence what you will do."),
    _("Name a time, and write it down where your colleagues look."),
]
STEPS = [
    {
        "title": _("Hear them out"),
        "text": _("Let the caller finish, then repeat the matter in one line."),
    },
    {
        "title": _("Say what happens now"),
        "text": _("“I am booking the engineer. It takes two minutes.”"),
    },
    {"title": _("Note it at once"), "text": _("What was agreed, and until when.")},
]
TIPS = {
    "heading": _("Tips for the front desk"),
    "tips": [
        {"title": _("Look up first"), "text": _("Eye contact before the screen.")},
        {"title": _("Name the wait"), "text": _("Say how long, and say it again when it changes.")},
    ],
}
POINTS = {
    "heading": _("What to ask in the interview"),
    "points": [
        _("Who plans the shifts, and how far ahead?"),
        _("What does a good week look like?"),
    ],
}
DUTIES = [
    _("Answer questions about orders and bills."),
    _("Pass on what you cannot solve, with notes."),
]
DAY = [
    {"time": _("8:30 a.m."), "text": _("Log in and read what the night shift left.")},
    {"time": _("9:00 a.m."), "text": _("First calls. Most are about yesterday's invoices.")},
    {"time": _("12:15 p.m."), "text": _("Lunch, away from the desk.")},
]
WAYS_IN = [
    {
        "title": _("From a shop or a counter"),
        "text": _("You know how to talk to people. Typing and notes are new."),
    }
]
FAQ = {
    "heading": _("Before the first day"),
    "questions": [
        {
            "question": _("Do I need my own headset?"),
            "answer": _("<p>Ask. Many employers send one; the post may say so.</p>"),
        }
    ],
}
TABLE = {
    "caption": _("Three channels side by side"),
    "columns": ["", _("At once"), _("What helps")],
    "rows": [
        [_("Phone"), _("One caller"), _("A calm voice")],
        [_("Chat"), _("Two or three people"), _("Short sentences")],
    ],
}
QUOTE = {
    "quote": _("The words of a person, exactly as they were said."),
    "attribution": _("Full name, what they do"),
    "source": _("Title of the work, publisher"),
    "year": 2025,
}
FIGURE = {
    "value": "62%",
    "meaning": _("What is counted, of whom, where and when"),
    "source": _("Who published it, title of the work"),
    "year": 2025,
}
