"""Words of a job search that are filters: taken as such, told, and taken back on request."""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from listings.filter_fields import MAX_QUERY_LENGTH
from listings.search import ReadWords, SearchQuery


@dataclass(frozen=True)
class Reading:
    """Words as typed, and the words of the filter they were read as."""

    phrase: str
    label: str


class WordReading:
    """The part of ListingFilterSet that reads the words. Works on the address, before it is a form."""

    is_cut = False
    is_literal = False

    def read_words_of(self, data: QueryDict) -> QueryDict:
        """`data` with the filters that its words name. One query, and one for each place that seems named."""
        self.typed_data = data.copy()
        self.read: list[ReadWords] = []
        text = data.get("q", "").strip()
        if not text or "\x00" in text:
            return data
        self.is_cut = len(text) > MAX_QUERY_LENGTH
        text = text[:MAX_QUERY_LENGTH].strip()
        if data.get("literal", "").strip() == text:
            self.is_literal = bool(self.lookups.interpretation(text).read)
        else:
            text = self._take_filters(text, data)
        data["q"] = text
        return data

    def _take_filters(self, text: str, data: QueryDict) -> str:
        """The words that are left. What is left may read as a filter in turn: "part remote time"."""
        reading = self.lookups.interpretation(text)
        while reading.read:
            left = [reading.rest]
            for words in reading.read:
                if words.name == "location" and data.get("location", "").strip():
                    left.append(words.phrase)  # a place is given: the name is a word like others
                    continue
                self._set(data, words)
                self.read.append(words)
            text = " ".join(filter(None, left))
            reading = self.lookups.interpretation(text)
        return text

    def _set(self, data: QueryDict, words: ReadWords):
        if words.name in SEVERAL:
            if words.value not in data.getlist(words.name):
                data.appendlist(words.name, words.value)
        else:
            data[words.name] = words.value

    @property
    def words(self) -> SearchQuery:
        """The words as the search takes them. False if they say nothing about a job."""
        return self.lookups.words(self.values.get("q") or "")

    @property
    def corrections(self) -> list[tuple[str, str]]:
        """Words that nothing says, with those taken for them."""
        return list(self.words.corrections.items())

    @cached_property
    def read_words(self) -> list[Reading]:
        """The words that were taken for filters."""
        return [
            Reading(words.phrase, self.label_of(words.name, words.value)) for words in self.read
        ]

    @property
    def literal_query(self) -> str:
        """The same search as typed, with all words taken as words. They are not read for it now."""
        data = QueryDict(mutable=True)
        for name, values in self.typed_data.lists():
            if name in self.filters:
                data.setlist(name, [value for value in values if value])
        data["q"] = data["literal"] = data["q"].strip()[:MAX_QUERY_LENGTH].strip()
        return data.urlencode()


# Filters that may have several values at once.
SEVERAL = {"mode", "type", "shift", "channel"}
