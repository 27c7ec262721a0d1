"""The page tree and its first words. A page is made once; from then on it is the editors'."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site

from cms.content_files import (
    ContentFile,
    guide_blocks,
    read_markdown,
    read_toml,
    resolve_page_links,
    role_blocks,
    standard_blocks,
)
from cms.models import (
    GlossaryPage,
    GuideIndexPage,
    GuidePage,
    HomePage,
    PageSource,
    Role,
    RoleIndexPage,
    RolePage,
    SeedRecord,
    StandardPage,
)

HOME_KEY = "home"
HOME_SLUG = "front-page"  # Wagtail's welcome page holds "home"; no address shows this one
ROLE_HEADINGS = {
    "what_it_is": "What it is",
    "education": "Education and training",
    "good_to_know": "Good to know",
}


class PageLoad:
    """Makes the pages of a content folder that were never made before. `tally` counts them by what was done."""

    def __init__(self, content: Path):
        self.content = content
        self.tally = Counter()
        self._made = set(SeedRecord.objects.filter(kind="page").values_list("key", flat=True))

    @transaction.atomic
    def run(self) -> Counter:
        """Two queries when there is nothing new."""
        wanted = set(self.wanted_keys())
        missing = wanted - self._made
        self.tally["kept"] = len(wanted) - len(missing)
        if missing:
            self._make_home()
            self._make_index("roles", RoleIndexPage)
            self._make_index("guides", GuideIndexPage)
            self._make_index("glossary", GlossaryPage)
            self._make_standard_pages()
            self._make_role_pages()
            self._make_guides()
        return self.tally

    def wanted_keys(self) -> Iterator[str]:
        yield from (HOME_KEY, "roles", "guides", "glossary")
        yield from (path.stem for path in self._files("pages"))
        yield from (f"guides/{path.stem}" for path in self._files("guides"))
        yield from (f"roles/{slug}" for slug in Role.objects.values_list("slug", flat=True))

    def _files(self, folder: str) -> list[Path]:
        return sorted((self.content / folder).glob("*.md"))

    @cached_property
    def _words(self) -> ContentFile:
        return read_toml(self.content / "site.toml")

    @cached_property
    def _role_keys(self) -> dict[str, int]:
        return dict(Role.objects.values_list("slug", "pk"))

    @cached_property
    def _home(self) -> HomePage | None:
        return HomePage.objects.first()

    def _make(self, key: str, parent: Page | None, page: Page) -> bool:
        """Add the page below `parent` unless it was made before or stands there already. Whether it was added."""
        if key in self._made:
            return False
        self._made.add(key)
        if parent is None:  # an editor deleted the page that it would stand under
            return False
        SeedRecord.objects.create(kind="page", key=key)
        if parent.get_children().filter(slug=page.slug).exists():
            self.tally["kept"] += 1
            return False
        parent.add_child(instance=page)
        self.tally["created"] += 1
        return True

    def _publish(self, page: Page) -> None:
        # The first words are the first revision, so that an editor can compare and go back.
        page.save_revision().publish()

    def _make_home(self) -> None:
        home = HomePage(slug=HOME_SLUG, **self._words.meta["home"])
        if self._home or not self._make(HOME_KEY, Page.get_first_root_node(), home):
            return
        self._publish(home)
        self._home = home
        site = Site.objects.get(is_default_site=True)
        welcome, site.root_page = site.root_page, home
        site.save()
        # Wagtail's own welcome page, and nothing else: a plain page without children below the root.
        if welcome.specific_class is Page and welcome.depth == 2 and welcome.is_leaf():
            welcome.delete()

    def _make_index(self, slug: str, model: type[Page]) -> None:
        page = model(slug=slug, **self._words.meta[slug])
        if self._make(slug, self._home, page):
            self._publish(page)

    def _make_standard_pages(self) -> None:
        files = [read_markdown(path) for path in self._files("pages")]
        titles = {file.meta["title"]: file.slug for file in files}
        new = {}
        for file in files:
            page = StandardPage(slug=file.slug, **file.meta)
            if self._make(file.slug, self._home, page):
                new[page] = file
        if not new:
            return
        keys = dict(self._home.get_children().values_list("slug", "pk"))
        for page, file in new.items():
            blocks = standard_blocks(file, settings.CONTACT_EMAIL, titles)
            page.body = json.dumps(resolve_page_links(blocks, keys.get))
            self._publish(page)

    def _make_role_pages(self) -> None:
        index = RoleIndexPage.objects.first()
        for role in Role.objects.filter(page__isnull=True).by_line():
            page = RolePage(slug=role.slug, title=role.title, role=role)
            path = self.content / "roles" / f"{role.slug}.toml"
            if path.exists():
                file = read_toml(path)
                page.introduction = file.meta["introduction"]
                page.body = json.dumps(role_blocks(file, ROLE_HEADINGS))
            else:  # no words to go back to, so no revision: the page shows what the taxonomy knows
                page.first_published_at = page.last_published_at = timezone.now()
            page.search_description = page.introduction or role.description
            if self._make(f"roles/{role.slug}", index, page) and path.exists():
                self._publish(page)

    def _make_guides(self) -> None:
        index = GuideIndexPage.objects.first()
        for path in self._files("guides"):
            file = read_markdown(path)
            page = GuidePage(
                slug=file.slug,
                title=file.meta["title"],
                kind=file.meta["kind"],
                introduction=file.meta["introduction"],
                search_description=file.meta["introduction"],
                author=file.meta["author"],
                reviewed_on=file.meta["reviewed"],
                review_due=file.meta["review_due"],
                body=json.dumps(guide_blocks(file, self._role_keys)),
            )
            if self._make(f"guides/{file.slug}", index, page):
                page.sources = [PageSource(**source) for source in file.meta.get("sources", [])]
                page.roles = Role.objects.filter(slug__in=file.meta["roles"])
                self._publish(page)


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
