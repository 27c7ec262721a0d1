from datetime import timedelta
from urllib.parse import urlencode

from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from cms.addresses import absolute_address
from cms.models import FormerSlug, Role
from listings.models import Listing
from listings.views.paging import FixedInstantMixin, PagedListView
from matching.explanation.limit_words import facts, left_out
from matching.explanation.writer import write_reports
from matching.forms import MatchTextForm
from matching.ladder.drawing import draw
from matching.ladder.gaps import HELD_BY_LEVEL, Held
from matching.ladder.graph import Ladder, by_kind
from matching.ladder.routes import ROUTES_SHOWN, find_routes
from matching.ranking import TOP_MATCHES, Matches, find_matches, load_ranked, open_doors
from matching.reader import ReaderMixin
from profiles.limits import may
from profiles.my_profile import my_profile

TEXTS_AN_HOUR = 30


class MatchListView(ReaderMixin, FixedInstantMixin, PagedListView):
    """Open jobs inside a person's limits, best first, each with its reasons. For guests too.

    Besides the profile at most nine statements, however many jobs: the labels of skills, the rivals
    of tools, two for the limits, three for the jobs of the page, one for the names of terms, one for
    the skills of "open more doors". A POST carries a text that counts for its own answer alone.
    """

    template_name = "matching/match_list.html"
    http_method_names = ["get", "head", "post", "options"]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.form = MatchTextForm()
        self.status = 200

    def post(self, request):
        self.form = MatchTextForm(request.POST)
        if self.form.is_valid() and not may(
            request, "match-text", times=TEXTS_AN_HOUR, window=timedelta(hours=1)
        ):
            self.form.add_error("text", _("That was many texts within the hour. Wait a little."))
            self.status = 429
        return self.get(request)

    @property
    def pasted_text(self) -> str:
        return self.form.cleaned_data["text"] if self.form.is_bound and self.form.is_valid() else ""

    @cached_property
    def matches(self) -> Matches | None:
        """None where there is nothing to rank: an empty profile, or no index yet."""
        if self.index is None or (self.snapshot.is_empty and not self.pasted_text):
            return None
        listings = Listing.objects.open().filter(date_posted__lte=self.as_of)
        return find_matches(self.index, self.snapshot, listings, self.pasted_text)

    def get_queryset(self):
        return self.matches.keys if self.matches else []

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs) | {
            "snapshot": self.snapshot,
            "is_prepared": self.index is not None,
            "matches": self.matches,
            "form": self.form,
            "pasted": bool(self.pasted_text),
            "as_of": self.as_of.isoformat(),
        }
        return context | self.of_the_matches(context["object_list"]) if self.matches else context

    def of_the_matches(self, keys) -> dict:
        listings = load_ranked(keys)
        preferences, languages = self.snapshot.preferences, self.snapshot.languages
        stand = {each.pk: facts(each, preferences, languages) for each in listings}
        return {
            "reports": write_reports(
                listings, self.index, self.matches.profile, self.snapshot, stand
            ),
            "left_out": left_out(self.matches.fit.excluded),
            "doors": open_doors(self.index, self.matches),
            "top": min(TOP_MATCHES, len(self.matches.keys)),
        }

    def render_to_response(self, context, **kwargs):
        return super().render_to_response(context, status=self.status, **kwargs)


class LadderView(TemplateView):
    """Where a role leads, and the way from it to another. No account needed.

    At most six statements besides those of the profile, whatever is chosen: roles with their open jobs,
    steps, skills, pay, guides, and what to read about all that is missing.
    """

    template_name = "matching/ladder.html"

    def get(self, request, *args, **kwargs):
        """One query more for a role that is not known: it may have been merged into another."""
        known = {role.slug for role in self.ladder.roles.values()}
        asked = {name: slug for name in ("from", "to") if (slug := request.GET.get(name))}
        now = FormerSlug.objects.now_of(
            FormerSlug.Kind.ROLE, [slug for slug in asked.values() if slug not in known]
        )
        if now:
            query = request.GET.copy()
            for name, slug in asked.items():
                query[name] = now.get(slug, slug)
            return redirect(f"{request.path}?{query.urlencode()}", permanent=True)
        return super().get(request, *args, **kwargs)

    @cached_property
    def snapshot(self):
        return my_profile(self.request).snapshot()

    @cached_property
    def ladder(self) -> Ladder:
        return Ladder.whole()

    @cached_property
    def start(self) -> Role | None:
        return self.chosen("from", self.snapshot.current_role, with_exits=False)

    @cached_property
    def goal(self) -> Role | None:
        # A goal from the profile belongs to the start from the profile.
        wanted = None if self.request.GET.get("from") else self.snapshot.target_role
        goal = self.chosen("to", wanted)
        return None if goal == self.start else goal

    def chosen(self, name: str, otherwise: Role | None, *, with_exits: bool = True) -> Role | None:
        slug = self.request.GET.get(name)
        if slug is None:
            return self.ladder.roles.get(otherwise.pk) if otherwise else None
        roles = (role for role in self.ladder.roles.values() if with_exits or not role.is_exit)
        return next((role for role in roles if role.slug == slug), None)

    @cached_property
    def held(self) -> Held:
        """What the person has said to have, by level; else what their role asks, which the page says."""
        if self.snapshot.skills:
            return {skill.pk: HELD_BY_LEVEL[level] for skill, level in self.snapshot.skills}
        return self.ladder.skills_of(self.start) if self.start else {}

    def get_context_data(self, **kwargs):
        start, goal = self.start, self.goal
        found = find_routes(self.ladder, start, goal, self.held) if start and goal else []
        routes = found if self.request.GET.get("ways") == "all" else found[:ROUTES_SHOWN]
        steps = self.ladder.next_steps(start, self.held) if start else []
        return super().get_context_data(
            start=start,
            goal=goal,
            notes=self.notes(),
            is_assumed=not self.snapshot.skills,
            routes=routes,
            more_routes=len(found) - len(routes),
            step_groups=by_kind(steps),
            next_roles={step.role for step in steps if step.leads_up},
            on_route=set(routes[0].roles) if routes else set(),
            map=draw(self.ladder, start, routes[0] if routes else None, steps),
            lines=self.ladder.by_line(),
            pay_source=self.ladder.pay_source,
            canonical=self.canonical(),
            **kwargs,
        )

    def canonical(self) -> str:
        """Of the roles in the address alone: those of a profile are its person's."""
        chosen = {"from": self.start, "to": self.goal}
        query = {
            name: role.slug for name, role in chosen.items() if role and name in self.request.GET
        }
        return absolute_address(self.request.path, urlencode(query))

    def notes(self) -> list[str]:
        notes = [
            _("We know no role called “%(slug)s”, so it was left out.") % {"slug": slug[:60]}
            for name, role in (("from", self.start), ("to", self.goal))
            if (slug := self.request.GET.get(name)) and role is None and not self.is_same(slug)
        ]
        if self.start and self.is_same(self.request.GET.get("to")):
            notes.append(_("You are there already: both are the same role."))
        return notes

    def is_same(self, slug: str | None) -> bool:
        return self.start is not None and slug == self.start.slug
