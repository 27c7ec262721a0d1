"""Rows chosen from a long list: many at once in a form, or one in a window of its own."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import RadioSelectAdapter
from wagtail.snippets.views.chooser import SnippetChooserViewSet


class SearchedChoices(forms.CheckboxSelectMultiple):
    """Ticks in a list that a field above it searches, by the row's other names too. One query, the field's own.

    Without a script the whole list stands there, the chosen rows first.
    """

    template_name = "cms/desk/choices.html"

    class Media:
        css = {"all": ["css/desk/choices.css"]}
        js = ["js/desk-choices.js"]

    def id_for_label(self, id_, index=None):
        """The label is that of the search; each tick has its own."""
        return super().id_for_label(id_, index) or id_

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        row = getattr(value, "instance", None)
        names = getattr(row, "other_labels", None) or getattr(row, "other_titles", None)
        return option | {"other_names": "\n".join(names or [])}

    def optgroups(self, name, value, attrs=None):
        groups = super().optgroups(name, value, attrs)
        return sorted(groups, key=lambda group: not group[1][0]["selected"])


class SearchedChoicesAdapter(RadioSelectAdapter):
    def js_args(self, widget):
        """No form adds one by script, so the page does not carry the list a second time."""
        return [""]


register(SearchedChoicesAdapter(), SearchedChoices)


class NameSearchForm(BaseFilterForm):
    """Searches what the desk's own list of these rows searches, other names included."""

    q = forms.CharField(
        label=_("Search by name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        for word in self.search_query.split():
            fields = objects.model.snippet_viewset.search_fields
            hits = [Q(**{f"{field}__icontains": word}) for field in fields]
            objects = objects.filter(Q.create(hits, connector=Q.OR))
        return objects


class NamedChooserViewSet(SnippetChooserViewSet):
    """The window in which one row is chosen. Wagtail's has no search for rows outside its search index."""

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(filter_form_class=NameSearchForm, **kwargs)
