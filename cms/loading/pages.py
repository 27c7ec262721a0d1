"""The page tree and its first words. A page is made once; from then on it is the editors'."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Page, Site

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
from cms.loading.guide_files import checked_words, sources
from cms.loading.indexing import indexing_once
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
from cms.models.keeping import keys_by_slug, rows_by_slug

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


class PageLoad:
    """Makes the pages of a content folder that were never made before. `tally` counts them by what was done.

    A page with words is a draft first and published at the end, when every page that it may link to stands.
    """

    def __init__(self, content: Path):
        self.content = content
        self._faq_file = content / "faq.toml"
        self.tally = Counter()
        self._made = set(SeedRecord.objects.filter(kind="page").values_list("key", flat=True))
        self._records: list[SeedRecord] = []
        self._new: list[Page] = []
        self._drafts: list[tuple[Page, list[dict]]] = []

    @transaction.atomic
    def run(self) -> Counter:
        """Four queries when there is nothing new."""
        wanted = set(self.wanted_keys())
        missing = wanted - self._made
        self.tally["kept"] = len(wanted) - len(missing)
        if missing:
            with indexing_once(self._new):
                self._make_pages()
                self._publish_drafts()
            SeedRecord.objects.bulk_create(self._records)
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

    @cached_property
    def _words(self) -> ContentFile:
        return read_toml(self.content / "site.toml")

    @cached_property
    def _role_keys(self) -> dict[str, int]:
        return keys_by_slug(Role)

    @cached_property
    def _term_keys(self) -> dict[str, int]:
        return keys_by_slug(GlossaryTerm)

    @cached_property
    def _home(self) -> HomePage | None:
        return HomePage.objects.first()

    def _make_pages(self) -> None:
        self._make_home()
        for slug, model in INDEXES.items():
            page = model(slug=slug, **self._words.meta[slug])
            self._make_above_others(slug, self._home, page)
        self._make_standard_pages()
        self._make_faq()
        self._make_role_pages()
        self._make_industry_pages()
        self._make_skill_pages()
        self._make_guides()
        self._make_paths()

    def _make(self, key: str, parent: Page | None, page: Page) -> bool:
        """Add the page below `parent` unless it was made before or stands there already. Whether it was added."""
        if key in self._made:
            return False
        self._made.add(key)
        if parent is None:  # an editor deleted the page that it would stand under
            return False
        self._records.append(SeedRecord(kind="page", key=key))
        if parent.get_children().filter(slug=page.slug).exists():
            self.tally["kept"] += 1
            return False
        if page.live:
            page.first_published_at = page.last_published_at = timezone.now()
        parent.add_child(instance=page)
        self._new.append(page)
        self.tally["created"] += 1
        return True

    def _make_of_data(self, key: str, parent: Page | None, page: Page) -> None:
        """A page that shows what the taxonomy knows. It has no words to go back to, so no revision."""
        page.live = True
        self._make(key, parent, page)

    def _make_of_words(self, key: str, parent: Page | None, page: Page, blocks: list[dict]) -> None:
        """A page that is published at the end, when every page that it may link to stands."""
        page.live = False
        if self._make(key, parent, page):
            self._drafts.append((page, blocks))

    def _make_above_others(self, key: str, parent: Page | None, page: Page) -> bool:
        """A page that others will stand under. Published at once: later it would be saved without their number."""
        page.live = False
        if not self._make(key, parent, page):
            return False
        page.save_revision().publish()
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
            blocks = resolve_page_links(resolve_site_links(blocks, keys), slugs.get)
            page.body = json.dumps(blocks)
            page.save_revision(clean=False).publish()  # which cleans it

    def _make_home(self) -> None:
        home = HomePage(slug=HOME_SLUG, **self._words.meta["home"])
        if self._home:
            return
        if not self._make_above_others(HOME_KEY, Page.get_first_root_node(), home):
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
            self._make_of_words(file.slug, self._home, page, blocks)

    def _make_faq(self) -> None:
        if FAQ_KEY in self._made or not self._faq_file.exists():
            return
        file = read_toml(self._faq_file)
        names = ("title", "seo_title", "search_description", "introduction")
        page = FaqPage(slug=FAQ_KEY, **{name: file.meta.get(name, "") for name in names})
        self._make_of_words(FAQ_KEY, self._home, page, faq_blocks(file))

    def _make_role_pages(self) -> None:
        index = RoleIndexPage.objects.first()
        for role in Role.objects.filter(page__isnull=True).by_line():
            page = RolePage(slug=role.slug, title=role.title, role=role)
            file = self._file_of("roles", role.slug)
            blocks = role_blocks(file, ROLE_HEADINGS) if file else []
            self._make_described(f"roles/{role.slug}", index, page, file, blocks, role.description)

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
                self._make_of_words(f"industries/{industry.slug}", index, page, blocks)

    def _make_skill_pages(self) -> None:
        index = SkillIndexPage.objects.first()
        for skill in asked_skills().filter(page__isnull=True):
            page = SkillPage(slug=skill.slug, title=skill.preferred_label, skill=skill)
            file = self._file_of("skills", skill.slug)
            blocks = skill_blocks(file) if file else []
            self._make_described(
                f"skills/{skill.slug}", index, page, file, blocks, skill.description
            )

    def _make_described(self, key, index, page, file, blocks, description) -> None:
        """The page of a role or skill: with the words of its file, or with what the taxonomy knows of it."""
        if file:
            page.introduction = page.search_description = file.meta["introduction"]
            self._make_of_words(key, index, page, blocks)
        else:
            page.search_description = description
            self._make_of_data(key, index, page)

    def _file_of(self, folder: str, slug: str) -> ContentFile | None:
        path = self.content / folder / f"{slug}.toml"
        return read_toml(path) if path.exists() else None

    def _make_guides(self) -> None:
        index = GuideIndexPage.objects.first()
        places = {slug: n for n, slug in enumerate(self._words.meta.get("guides_in_order", []))}
        paths = self._new_guide_files("guides")
        for path in sorted(paths, key=lambda path: -places.get(path.stem, -1)):  # the first last
            file = read_markdown(path)
            page = GuidePage(kind=file.meta["kind"], **checked_words(file))
            page.sources = sources(file)
            page.roles = set(rows_by_slug(Role.objects.all(), file.meta["roles"]).values())
            page.skills = set(rows_by_slug(Skill.objects.all(), file.meta["skills"]).values())
            blocks = guide_blocks(file, self._role_keys, self._term_keys)
            self._make_of_words(f"guides/{file.slug}", index, page, blocks)

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
            self._make_of_words(f"guides/{file.slug}", index, page, blocks)

    def _new_guide_files(self, folder: str) -> list[Path]:
        return [path for path in self._files(folder) if f"guides/{path.stem}" not in self._made]


def asked_skills() -> models.QuerySet[Skill]:
    """The skills that a role asks: each has a page."""
    return Skill.objects.filter(role_skills__isnull=False).distinct()
