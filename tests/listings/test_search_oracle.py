"""Any search against any listings, beside a reading of the same words in plain Python."""

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from listings.models import Listing
from tests import factories as make

# No two share a root, and none is the start of another but "mar" and "marlin".
WORDS = ["kelp", "otter", "lantern", "plum", "granite", "mar", "marlin", "violet"]
word = st.sampled_from(WORDS)
text = st.lists(word, max_size=6)
pieces = st.lists(
    st.tuples(
        st.sampled_from(["word", "phrase", "start"]),
        st.lists(word, min_size=1, max_size=3),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


def typed(query) -> str:
    shapes = {
        "word": lambda words: words[0],
        "phrase": lambda words: f'"{" ".join(words)}"',
        "start": lambda words: f"{words[0][:3]}*",
    }
    return " ".join(("-" if minus else "") + shapes[kind](words) for kind, words, minus in query)


def holds(parts, kind, words) -> bool:
    if kind == "word":
        return any(words[0] in part for part in parts)
    if kind == "start":
        return any(each.startswith(words[0][:3]) for part in parts for each in part)
    n = len(words)
    return any(part[at : at + n] == words for part in parts for at in range(len(part)))


class OracleTest(TestCase):
    @settings(max_examples=60)
    @given(st.lists(st.tuples(text, text, text), min_size=1, max_size=4), pieces)
    def test_the_same_listings_are_found(self, documents, query):
        role = make.RoleFactory(slug="clerk", title="Clerk")
        expected = set()
        for title, employer, body in documents:
            listing = make.ListingFactory(
                role=role,
                title=" ".join(title),
                employer__name=" ".join(employer),
                description=" ".join(body),
            )
            if all(
                holds([title, employer, body], kind, words) != minus for kind, words, minus in query
            ):
                expected.add(listing.pk)
        found = Listing.objects.search(typed(query))
        self.assertEqual(set(found.values_list("pk", flat=True)), expected)
        ordered = Listing.objects.search(typed(query)).by_relevance(typed(query))
        self.assertEqual({listing.pk for listing in ordered}, expected)
