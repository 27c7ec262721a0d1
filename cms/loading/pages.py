"""The page tree and its first words. A page is made once; from then on it is the editors'."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.content_blocks import faq_blocks, industry_blocks, skill_blocks
from cms.content_files import (
    ContentFile,
    guide_blocks,
    read_markdown,
    read_toml,
    resolve_page_links,
    resolve_site_links,
    role_blocks,
    standard_blocks,
)
from cms.models import (
    CareerPathPage,
    FaqPage,
    GlossaryPage,
    GlossaryTerm,
    GuideIndexPage,
    GuidePage,
    HomePage,
    Industry,
    IndustryIndexPage,
    IndustryPage,
    PageSource,
    PathRung,
    PayPage,
    Role,
    RoleIndexPage,
    RolePage,
    SeedRecord,
    Skill,
    SkillIndexPage,
    SkillPage,
    StandardPage,
)
from cms.skill_finder import skill_finder

HOME_KEY = "home"
HOME_SLUG = "front-page"  # Wagtail's welcome page holds "home"; no address shows this one
FAQ_KEY = "faq"
INDEXES = {
    "roles": RoleIndexPage,
    "guides": GuideIndexPage,
    "industries": IndustryIndexPage,
    "skills": SkillIndexPage,
    "pay": PayPage,
    "glossary": GlossaryPage,
}
ROLE_HEADINGS = {
    "what_it_is": "What it is",
    "education": "Education and training",
    "good_to_know": "Good to know",
}
GUIDE_SKILLS = 6  # at most, where a guide's file names none
LINK_TARGET = re.compile(r"\]\([^)]*\)")


class PageLoad:
    """Makes the pages of a content folder that were never made before. `tally` counts them by what was done.

    A page with words is a draft first and published at the end, when every page that it may link to stands.
    """

    def __init__(self, content: Path):
        self.content = content
        self.tally = Counter()
        self._made = set(SeedRecord.objects.filter(kind="page").values_list("key", flat=True))
        self._drafts: list[tuple[Page, list[dict]]] = []

    @transaction.atomic
    def run(self) -> Counter:
        """Four queries when there is nothing new."""
        wanted = set(self.wanted_keys())
        missing = wanted - self._made
        self.tally["kept"] = len(wanted) - len(missing)
        if missing:
            # One save of many is enough for the index of references.
            with disable_reference_index_auto_update():
                self._make_pages()
        return self.tally

    def wanted_keys(self) -> Iterator[str]:
        yield from (HOME_KEY, *INDEXES)
        yield from (path.stem for path in self._files("pages"))
        yield from (f"guides/{path.stem}" for path in self._guide_files())
        yield from (f"roles/{slug}" for slug in Role.objects.values_list("slug", flat=True))
        industries = set(Industry.objects.values_list("slug", flat=True))
        files = {path.stem for path in self._files("industries", "toml")}
        yield from (f"industries/{slug}" for slug in files & industries)
        yield from (f"skills/{slug}" for slug in asked_skills().values_list("slug", flat=True))
        if self._faq_file.exists():
            yield FAQ_KEY

    def _files(self, folder: str, suffix: str = "md") -> list[Path]:
        return sorted((self.content / folder).glob(f"*.{suffix}"))

    def _guide_files(self) -> list[Path]:
        return self._files("guides") + self._files("paths")

    @property
    def _faq_file(self) -> Path:
        return self.content / "faq.toml"

    @cached_property
    def _words(self) -> ContentFile:
        return read_toml(self.content / "site.toml")

    @cached_property
    def _role_keys(self) -> dict[str, int]:
        return dict(Role.objects.values_list("slug", "pk"))

    @cached_property
    def _term_keys(self) -> dict[str, int]:
        return dict(GlossaryTerm.objects.values_list("slug", "pk"))

    @cached_property
    def _home(self) -> HomePage | None:
        return HomePage.objects.first()

    def _make_pages(self) -> None:
        self._make_home()
        for slug, model in INDEXES.items():
            page = model(slug=slug, **self._words.meta[slug])
            self._make(slug, self._home, page, [])
        self._make_standard_pages()
        self._make_faq()
        self._make_role_pages()
        self._make_industry_pages()
        self._make_skill_pages()
        self._make_guides()
        self._make_paths()
        self._publish_drafts()

    def _make(self, key: str, parent: Page | None, page: Page, blocks: list[dict] | None) -> bool:
        """Add the page below `parent` unless it was made before or stands there already. Whether it was added.

        With None for `blocks` there are no words to go back to, so no revision: the page goes live as it is
        and shows what the taxonomy knows.
        """
        if key in self._made:
            return False
        self._made.add(key)
        if parent is None:  # an editor deleted the page that it would stand under
            return False
        SeedRecord.objects.create(kind="page", key=key)
        if parent.get_children().filter(slug=page.slug).exists():
            self.tally["kept"] += 1
            return False
        page.live = blocks is None
        if page.live:
            page.first_published_at = page.last_published_at = timezone.now()
        parent.add_child(instance=page)
        if not page.live:
            self._drafts.append((page, blocks))
        self.tally["created"] += 1
        return True

    def _publish_drafts(self) -> None:
        """The first words are the first revision, so that an editor can compare and go back."""
        home = self._home.url_path if self._home else "/"
        keys = {
            path.replace(home, "/", 1): key
            for path, key in Page.objects.values_list("url_path", "pk")
        }
        slugs = {path.strip("/"): key for path, key in keys.items()}
        for page, blocks in self._drafts:
            if blocks:
                blocks = resolve_page_links(resolve_site_links(blocks, keys), slugs.get)
                page.body = json.dumps(blocks)
            page.save_revision().publish()
            ReferenceIndex.create_or_update_for_object(page)

    def _make_home(self) -> None:
        home = HomePage(slug=HOME_SLUG, **self._words.meta["home"])
        if self._home or not self._make(HOME_KEY, Page.get_first_root_node(), home, []):
            return
        self._home = home
        site = Site.objects.get(is_default_site=True)
        welcome, site.root_page = site.root_page, home
        site.save()
        # Wagtail's own welcome page, and nothing else: a plain page without children below the root.
        if welcome.specific_class is Page and welcome.depth == 2 and welcome.is_leaf():
            welcome.delete()

    def _make_standard_pages(self) -> None:
        files = [read_markdown(path) for path in self._files("pages")]
        titles = {file.meta["title"]: file.slug for file in files}
        for file in files:
            page = StandardPage(slug=file.slug, **file.meta)
            blocks = standard_blocks(file, settings.CONTACT_EMAIL, titles)
            self._make(file.slug, self._home, page, blocks)

    def _make_faq(self) -> None:
        if FAQ_KEY in self._made or not self._faq_file.exists():
            return
        file = read_toml(self._faq_file)
        names = ("title", "search_description", "introduction")
        page = FaqPage(slug=FAQ_KEY, **{name: file.meta[name] for name in names})
        self._make(FAQ_KEY, self._home, page, faq_blocks(file))

    def _make_role_pages(self) -> None:
        index = RoleIndexPage.objects.first()
        for role in Role.objects.filter(page__isnull=True).by_line():
            page, blocks = RolePage(slug=role.slug, title=role.title, role=role), None
            if file := self._file_of("roles", role.slug):
                page.introduction = file.meta["introduction"]
                blocks = role_blocks(file, ROLE_HEADINGS)
            page.search_description = page.introduction or role.description
            self._make(f"roles/{role.slug}", index, page, blocks)

    def _make_industry_pages(self) -> None:
        index = IndustryIndexPage.objects.first()
        for industry in Industry.objects.filter(page__isnull=True):
            if file := self._file_of("industries", industry.slug):
                page = IndustryPage(
                    slug=industry.slug,
                    title=industry.title,
                    industry=industry,
                    introduction=file.meta["introduction"],
                    search_description=file.meta["introduction"],
                )
                blocks = industry_blocks(file, industry.title)
                self._make(f"industries/{industry.slug}", index, page, blocks)

    def _make_skill_pages(self) -> None:
        index = SkillIndexPage.objects.first()
        for skill in asked_skills().filter(page__isnull=True):
            page, blocks = SkillPage(slug=skill.slug, title=skill.preferred_label, skill=skill), None
            if file := self._file_of("skills", skill.slug):
                page.introduction = file.meta["introduction"]
                blocks = skill_blocks(file)
            page.search_description = page.introduction or skill.description
            self._make(f"skills/{skill.slug}", index, page, blocks)

    def _file_of(self, folder: str, slug: str) -> ContentFile | None:
        path = self.content / folder / f"{slug}.toml"
        return read_toml(path) if path.exists() else None

    def _make_guides(self) -> None:
        index = GuideIndexPage.objects.first()
        for path in self._new_guide_files("guides"):
            file = read_markdown(path)
            page = GuidePage(kind=file.meta["kind"], **checked_words(file))
            page.sources = sources(file)
            page.roles = Role.objects.filter(slug__in=file.meta["roles"])
            page.skills = Skill.objects.filter(slug__in=taught_skills(file))
            blocks = guide_blocks(file, self._role_keys, self._term_keys)
            self._make(f"guides/{file.slug}", index, page, blocks)

    def _make_paths(self) -> None:
        index = GuideIndexPage.objects.first()
        for path in self._new_guide_files("paths"):
            file = read_markdown(path)
            page = CareerPathPage(**checked_words(file))
            page.sources = sources(file)
            page.rungs = [
                PathRung(role_id=self._role_keys[slug], sort_order=order)
                for order, slug in enumerate(file.meta["rungs"])
                if slug in self._role_keys
            ]
            blocks = guide_blocks(file, self._role_keys, self._term_keys)
            self._make(f"guides/{file.slug}", index, page, blocks)

    def _new_guide_files(self, folder: str) -> list[Path]:
        return [path for path in self._files(folder) if f"guides/{path.stem}" not in self._made]


def asked_skills() -> models.QuerySet[Skill]:
    """The skills that a role asks: each has a page."""
    return Skill.objects.filter(role_skills__isnull=False).distinct()


def checked_words(file: ContentFile) -> dict[str, object]:
    """What the front matter of a guide or a career path says of the page itself."""
    meta = file.meta
    return {
        "slug": file.slug,
        "title": meta["title"],
        "introduction": meta["introduction"],
        "search_description": meta["introduction"],
        "author": meta["author"],
        "reviewed_on": meta["reviewed"],
        "review_due": meta["review_due"],
    }


def sources(file: ContentFile) -> list[PageSource]:
    return [
        PageSource(**source, sort_order=order)
        for order, source in enumerate(file.meta.get("sources", []))
    ]


def taught_skills(file: ContentFile) -> list[str]:
    """Slugs of what a guide speaks of: those that its file names, else those met most, at least twice."""
    if "skills" in file.meta:
        return file.meta["skills"]
    met = Counter(hit.key for hit in skill_finder().find(LINK_TARGET.sub("]", file.text)))
    return [slug for slug, times in met.most_common(GUIDE_SKILLS) if times > 1]


def set_site_address() -> None:
    """Give the default site the name and address of the settings: they are the operator's, not an editor's."""
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.get(is_default_site=True)
    if (site.hostname, site.port, site.site_name) != (
        address.hostname,
        port,
        settings.WAGTAIL_SITE_NAME,
    ):
        site.hostname, site.port = address.hostname, port
        site.site_name = settings.WAGTAIL_SITE_NAME
        site.save()
