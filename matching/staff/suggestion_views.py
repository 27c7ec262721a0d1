"""The page of suggestions: words without a skill, and what a taxonomist makes of them."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.validators import RegexValidator
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from cms.models import SetAsideTerm, Skill
from listings.models import Listing
from matching.adapters import live_index
from matching.staff import suggestions
from matching.staff.preview_forms import FULL_WIDTH
from matching.staff.suggestions import MIN_PEOPLE, ChangedMeanwhile, Suggestion
from matching.staff.unknown_words import Vocabulary, as_term, likely_skills
from matching.staff.views import ReportView, TaxonomyRightMixin, add_url, edit_url

A_PAGE = 20
LIKELY_SHOWN = 6
WORD_LETTERS = 61  # two of the analyzer's longest words, and the space between
_WORDS = RegexValidator(r"\A[^\W_]+(?:'[^\W_]+)*(?: [^\W_]+(?:'[^\W_]+)*)?\Z")


class WordForm(forms.Form):
    """A word, or two side by side, as the analyzer writes them."""

    term = forms.CharField(max_length=WORD_LETTERS, validators=[_WORDS], widget=forms.HiddenInput)


class AnotherWordForm(WordForm):
    """The skill that a word means, the likely ones first."""

    skill = forms.TypedChoiceField(
        label=gettext_lazy("Another word for"), coerce=int, widget=forms.Select(attrs=FULL_WIDTH)
    )

    def __init__(self, data=None, *, vocabulary: Vocabulary, **kwargs):
        super().__init__(data, **kwargs)
        self.vocabulary = vocabulary
        term = str(self["term"].value() or "")[:WORD_LETTERS]
        (likely,) = likely_skills([term], self.matchable, LIKELY_SHOWN)
        first = [(skill.pk, skill.preferred_label) for skill, _likeness in likely]
        named = {pk for pk, _label in first}
        others = [(s.pk, s.preferred_label) for s in self.matchable if s.pk not in named]
        self.fields["skill"].choices = [
            ("", _("Choose a skill")),
            *([(_("Likely"), first)] if first else []),
            (_("All others"), others),
        ]

    @cached_property
    def matchable(self) -> list[Skill]:
        return [skill for skill in self.vocabulary.skills if skill.is_matchable]

    def clean_term(self) -> str:
        term = self.cleaned_data["term"]
        if as_term(term) in self.vocabulary.known:
            raise ValidationError(
                _("“%(term)s” is known already, or was set aside."), params={"term": term}
            )
        return term


class BackToTheListMixin(TaxonomyRightMixin):
    """An act on one word, sent from a page of the list and returning to it."""

    model = Skill
    http_method_names = ["post", "options"]
    list_name = "matching_suggestions"

    def back(self):
        page = self.request.POST.get("p", "")
        query = f"?{urlencode({'p': page})}" if page.isdecimal() and len(page) < 6 else ""
        return redirect(reverse(self.list_name) + query)


class SuggestionsView(ReportView):
    """Eight queries besides the admin's own, five more after a change of a listing.

    They are: what changed since the index was built, skills, roles, words set aside, employers of
    listings, jobs that people told, the labels' state, examples.
    """

    model = Skill
    template_name = "matching/admin/suggestions.html"
    page_title = gettext_lazy("Suggestions")
    header_icon = "help"

    def get_context_data(self, **kwargs):
        live = live_index().current()
        context = super().get_context_data(**kwargs) | {
            "has_index": live is not None,
            "min_people": MIN_PEOPLE,
        }
        if live is None:
            return context
        found = suggestions.suggestions(live.generation.index, Vocabulary.load())
        page = Paginator(found, A_PAGE).get_page(self.request.GET.get("p"))
        keys = {key for suggestion in page for key in suggestion.examples}
        self.listings = Listing.objects.open().only("title", "slug").in_bulk(sorted(keys))
        return context | {"page": page, "rows": [self.row(each) for each in page]}

    def row(self, suggestion: Suggestion) -> dict:
        label = suggestion.text.capitalize()
        like = suggestion.looks_like
        word = urlencode({"term": suggestion.text})
        return {
            "it": suggestion,
            "examples": [self.listings[k] for k in suggestion.examples if k in self.listings],
            "add_skill_url": add_url("skill", preferred_label=label),
            "add_tool_url": add_url("tool", preferred_label=label),
            "another_word_url": f"{reverse('matching_another_word')}?{word}",
            "like_url": edit_url(like.skill) if like else "",
        }


class AnotherWordView(BackToTheListMixin, ReportView):
    """Choose the skill that a word means, and make the word one of its labels.

    Three queries besides the admin's own, four statements more to write.
    """

    http_method_names = ["get", "head", "post", "options"]
    template_name = "matching/admin/another_word.html"
    page_title = gettext_lazy("Another word for a skill")
    header_icon = "help"

    def get_context_data(self, **kwargs):
        if "form" not in kwargs:
            term = self.request.GET.get("term", "")
            kwargs["form"] = AnotherWordForm(vocabulary=Vocabulary.load(), initial={"term": term})
        form = kwargs["form"]
        term = str(form["term"].value() or "")[:WORD_LETTERS]
        return super().get_context_data(**kwargs) | {"term": term, "p": self.request.POST.get("p")}

    def post(self, request):
        form = AnotherWordForm(request.POST, vocabulary=Vocabulary.load())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        words = {"term": form.cleaned_data["term"]}
        try:
            skill = suggestions.add_label(
                form.cleaned_data["skill"], form.cleaned_data["term"], request.user
            )
        except Skill.DoesNotExist:
            messages.warning(request, _("That skill is gone. Nothing was changed."))
        except ChangedMeanwhile:
            messages.warning(
                request, _("Somebody changed that skill just now, so nothing was added. Try again.")
            )
        else:
            words["skill"] = skill.preferred_label
            messages.success(
                request,
                _("“%(term)s” is now another word for %(skill)s.") % words,
                buttons=[messages.button(edit_url(skill), _("Edit the skill"))],
            )
        return self.back()


class SetAsideView(BackToTheListMixin, View):
    """Two statements and a savepoint."""

    def post(self, request):
        form = WordForm(request.POST)
        if not form.is_valid():
            messages.warning(request, _("That is no word of the list. Nothing was changed."))
            return self.back()
        words = {"term": form.cleaned_data["term"]}
        if suggestions.set_aside(form.cleaned_data["term"], request.user):
            messages.success(
                request,
                _("“%(term)s” is set aside and will not be suggested again.") % words,
                buttons=[
                    messages.button(
                        reverse("matching_set_aside_list"), _("Words that are no skill")
                    )
                ],
            )
        else:
            messages.warning(request, _("“%(term)s” was set aside before.") % words)
        return self.back()


class SetAsideListView(ReportView):
    """Two queries besides the admin's own."""

    model = Skill
    template_name = "matching/admin/set_aside.html"
    page_title = gettext_lazy("Words that are no skill")
    header_icon = "help"

    def get_context_data(self, **kwargs):
        page = Paginator(SetAsideTerm.objects.all(), A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"page": page}


class TakeBackView(BackToTheListMixin, View):
    list_name = "matching_set_aside_list"

    def post(self, request):
        key = request.POST.get("word", "")
        is_key = key.isdecimal() and len(key) < 10
        term = suggestions.take_back(int(key), request.user) if is_key else ""
        if term:
            messages.success(request, _("“%(term)s” can be suggested again.") % {"term": term})
        else:
            messages.warning(request, _("That word is not set aside any more."))
        return self.back()
