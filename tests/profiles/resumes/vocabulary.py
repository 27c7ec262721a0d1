"""What a reader knows: the skills, tools, roles and measures of the committed files."""

from cms.loading.taxonomy import taxonomy_loads
from cms.management.commands.load_taxonomy import DATA

FILES = ("tool_families.csv", "skills.csv", "tools.csv", "roles.csv", "glossary.toml")


def load_vocabulary() -> None:
    """Into the database, in half a second: places, wages and steps are left out."""
    loads = taxonomy_loads(DATA)
    for name in FILES:
        loads[name]()
