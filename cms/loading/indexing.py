"""Indexes that Wagtail brings in line at every save. Loading saves a page up to four times: once is enough."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models.signals import post_save
from modelsearch.backends import get_search_backends_with_name
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Page, ReferenceIndex, get_page_models
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def indexing_once(pages: list[Page]) -> Iterator[None]:
    """Leave both indexes alone until the end, then enter the pages that were put into the list meanwhile.

    The signals of this process are cut meanwhile: for a command, not for a process that serves requests.
    """
    models = get_page_models()
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)
    _index(pages)


def _index(pages: list[Page]) -> None:
    by_type = defaultdict(list)
    for page in pages:
        ReferenceIndex.create_or_update_for_object(page)
        by_type[type(page)].append(page)
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        for model, of_type in by_type.items():
            backend.add_bulk(model, of_type)
