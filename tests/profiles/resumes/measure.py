"""`python -m tests.profiles.resumes.measure [tune|second|third|held_out] [--show]`: what the reader finds in the résumés.

The misses are shown for the sets that the reader is tuned on; of the others, the figures alone.
"""

import argparse
import os
import sys

from .samples import SETS, TUNED_ON, samples_of


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", nargs="?", choices=SETS, default="tune")
    parser.add_argument("--show", action="store_true", help="show misses of the other sets too")
    parser.add_argument("--only", metavar="NAME", help="one résumé")
    options = parser.parse_args(arguments)

    _make_vocabulary()
    from .measuring import measure

    samples = [s for s in samples_of(options.set) if options.only in (None, s.name)]
    facets = measure(samples)
    out = sys.stdout
    if options.set in TUNED_ON or options.show:
        for name, facet in facets.items():
            for title, things in (("missed", facet.missed), ("false", facet.false)):
                if things and name != "skills and tools":
                    out.write(f"{name}, {title}:\n  " + "\n  ".join(things) + "\n")
        out.write("\n")
    out.write(f"{len(samples)} résumés, {options.set}; intervals are Wilson's, 95 %\n")
    for name, facet in facets.items():
        out.write(f"{name:<17} {facet}\n")


def _make_vocabulary() -> None:
    """Skills, tools, roles and measures of the committed files, in a database that ends with the process."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "jobboard.settings.test"
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    import django
    from django.conf import settings

    django.setup()
    from django.db import connection

    # The tables as the models say; running every migration would take most of a minute.
    settings.MIGRATION_MODULES = dict.fromkeys(
        {app.label for app in django.apps.apps.get_app_configs()}
    )
    connection.creation.create_test_db(verbosity=0, serialize=False)
    from .vocabulary import load_vocabulary

    load_vocabulary()


if __name__ == "__main__":
    main()
