"""Files of subjects (industries, skills, questions and answers) turned into the blocks of their pages.

Pure: no database. Raises what `cms.content_files` raises.
"""

from collections.abc import Iterable, Mapping

from cms.content_files import ContentFile, raw_block, rich_text


def industry_blocks(file: ContentFile, title: str) -> list[dict]:
    """The blocks of an industry's page. Its tips stand under a heading that names the trade."""
    meta = file.meta
    return [
        *_passage("What the work is like", meta["what_it_is"]),
        _tips(f"{title}: tips for the job", meta["tips"]),
        _points("What posts tend to ask", meta["asks"]),
        *_passage("Good to know", meta["good_to_know"]),
        _points("What to ask in the interview", meta["questions"]),
    ]


def skill_blocks(file: ContentFile) -> list[dict]:
    meta = file.meta
    return [
        _points("What it looks like at work", meta["looks_like"]),
        _points("How to show it", meta["show_it"]),
        _points("How to build it", meta["build_it"]),
    ]


def faq_blocks(file: ContentFile) -> list[dict]:
    """One block a section, each answer as HTML."""
    return [
        raw_block(
            "faq",
            {
                "heading": section["heading"],
                "questions": [
                    {"question": each["question"], "answer": rich_text(each["answer"])}
                    for each in section["questions"]
                ],
            },
        )
        for section in file.meta["sections"]
    ]


def _passage(heading: str, text: str) -> list[dict]:
    return [raw_block("heading", heading), raw_block("text", rich_text(text))]


def _tips(heading: str, tips: Iterable[Mapping[str, str]]) -> dict:
    tips = [{"title": tip["title"], "text": tip["text"]} for tip in tips]
    return raw_block("tips", {"heading": heading, "tips": tips})


def _points(heading: str, points: Iterable[str]) -> dict:
    return raw_block("points", {"heading": heading, "points": list(points)})
