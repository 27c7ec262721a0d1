"""The words of every listing, kept by the database itself in the transaction that changes them.

SQLite has an FTS5 table, PostgreSQL a table of tsvectors; both are named `listings_search`, both hold
title, employer's name and text of a listing under its key, stemmed as English, with no word left out.
Triggers write them: a bulk write, an import or a renamed employer cannot pass by. They are no model,
since no form of theirs would suit both databases.

Skills and roles are not in here. They are met by their keys (`taxonomy`), so that an editor's new
label for one works at once, for every listing.
"""

from collections.abc import Sequence

from django.db import connections
from django.db.models import Q
from django.db.models.expressions import RawSQL

TEXTS = ["title", "description", "qualifications", "training", "benefits"]
BODY = TEXTS[1:]

# What has no accents and no case, letter by letter; PostgreSQL's own function is an extension.
_ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ"
_BARE = "aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuy"

_SQLITE_BODY = " || ' ' || ".join(f"new.{column}" for column in BODY)
_SQLITE_CHANGED = " OR ".join(f"old.{column} IS NOT new.{column}" for column in TEXTS)
_SQLITE_EMPLOYER = "(SELECT name FROM profiles_employer WHERE id = new.employer_id)"
_SQLITE = [
    """CREATE VIRTUAL TABLE listings_search USING fts5(
        title, employer, body, tokenize = 'porter unicode61 remove_diacritics 2')""",
    f"""CREATE TRIGGER listings_search_added AFTER INSERT ON listings_listing BEGIN
        INSERT INTO listings_search (rowid, title, employer, body)
        VALUES (new.id, new.title, {_SQLITE_EMPLOYER}, {_SQLITE_BODY}); END""",
    f"""CREATE TRIGGER listings_search_changed AFTER UPDATE OF {", ".join([*TEXTS, "employer_id"])}
        ON listings_listing WHEN {_SQLITE_CHANGED} OR old.employer_id <> new.employer_id BEGIN
        UPDATE listings_search
        SET title = new.title, employer = {_SQLITE_EMPLOYER}, body = {_SQLITE_BODY}
        WHERE rowid = new.id; END""",
    """CREATE TRIGGER listings_search_removed AFTER DELETE ON listings_listing BEGIN
        DELETE FROM listings_search WHERE rowid = old.id; END""",
    """CREATE TRIGGER listings_search_renamed AFTER UPDATE OF name ON profiles_employer
        WHEN old.name <> new.name BEGIN
        UPDATE listings_search SET employer = new.name
        WHERE rowid IN (SELECT id FROM listings_listing WHERE employer_id = new.id); END""",
    f"""INSERT INTO listings_search (rowid, title, employer, body)
        SELECT new.id, new.title, {_SQLITE_EMPLOYER}, {_SQLITE_BODY} FROM listings_listing AS new""",
]
_SQLITE_TRIGGERS = [
    f"listings_search_{name}" for name in ("added", "changed", "removed", "renamed")
]

_POSTGRES_BODY = " || ' ' || ".join(f"l.{column}" for column in BODY)
# A lexeme that no word can be keeps a phrase from running over from one part into the next.
_POSTGRES_GAP = "$$'|':1$$::tsvector"
_POSTGRES_ROW = f"""SELECT l.id,
    setweight(to_tsvector('listings_search', listings_search_plain(l.title)), 'A') || {_POSTGRES_GAP} ||
    setweight(to_tsvector('listings_search', listings_search_plain(e.name)), 'B') || {_POSTGRES_GAP} ||
    setweight(to_tsvector('listings_search', listings_search_plain({_POSTGRES_BODY})), 'D')
    FROM listings_listing l JOIN profiles_employer e ON e.id = l.employer_id"""
_POSTGRES_PUT = "INSERT INTO listings_search (listing_id, document)"
_POSTGRES_AGAIN = "ON CONFLICT (listing_id) DO UPDATE SET document = EXCLUDED.document"
_POSTGRES_CHANGED = ", ".join(f"OLD.{column}" for column in [*TEXTS, "employer_id"])
_POSTGRES = [
    # The stemmer without its list of stop words: "on the phone" has to be a phrase, as on SQLite.
    """CREATE TEXT SEARCH DICTIONARY listings_search (TEMPLATE = snowball, LANGUAGE = english)""",
    """CREATE TEXT SEARCH CONFIGURATION listings_search (COPY = pg_catalog.simple)""",
    """ALTER TEXT SEARCH CONFIGURATION listings_search
        ALTER MAPPING REPLACE simple WITH listings_search""",
    f"""CREATE FUNCTION listings_search_plain(text) RETURNS text LANGUAGE sql IMMUTABLE AS
        $$ SELECT regexp_replace(translate(lower($1), '{_ACCENTED}', '{_BARE}'), '[^[:alnum:]]+', ' ', 'g') $$""",
    """CREATE TABLE listings_search (listing_id bigint PRIMARY KEY, document tsvector NOT NULL)""",
    f"""CREATE FUNCTION listings_search_write() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN
        {_POSTGRES_PUT} {_POSTGRES_ROW} WHERE l.id = NEW.id {_POSTGRES_AGAIN}; RETURN NULL; END $body$""",
    f"""CREATE FUNCTION listings_search_rename() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN
        {_POSTGRES_PUT} {_POSTGRES_ROW} WHERE e.id = NEW.id {_POSTGRES_AGAIN}; RETURN NULL; END $body$""",
    """CREATE FUNCTION listings_search_remove() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        DELETE FROM listings_search WHERE listing_id = OLD.id; RETURN NULL; END $$""",
    """CREATE FUNCTION listings_search_empty() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        DELETE FROM listings_search; RETURN NULL; END $$""",
    """CREATE TRIGGER listings_search_added AFTER INSERT ON listings_listing
        FOR EACH ROW EXECUTE FUNCTION listings_search_write()""",
    f"""CREATE TRIGGER listings_search_changed AFTER UPDATE ON listings_listing FOR EACH ROW
        WHEN (({_POSTGRES_CHANGED}) IS DISTINCT FROM ({_POSTGRES_CHANGED.replace("OLD.", "NEW.")}))
        EXECUTE FUNCTION listings_search_write()""",
    """CREATE TRIGGER listings_search_removed AFTER DELETE ON listings_listing
        FOR EACH ROW EXECUTE FUNCTION listings_search_remove()""",
    """CREATE TRIGGER listings_search_emptied AFTER TRUNCATE ON listings_listing
        FOR EACH STATEMENT EXECUTE FUNCTION listings_search_empty()""",
    """CREATE TRIGGER listings_search_renamed AFTER UPDATE OF name ON profiles_employer
        FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION listings_search_rename()""",
    f"{_POSTGRES_PUT} {_POSTGRES_ROW}",
    # After the rows: a whole index is built in a fraction of the time that its parts take.
    """CREATE INDEX listings_search_document ON listings_search USING gin (document)""",
]
_POSTGRES_DROP = [
    "DROP TABLE IF EXISTS listings_search",
    *(
        f"DROP FUNCTION IF EXISTS listings_search_{name} CASCADE"
        for name in ("write()", "rename()", "remove()", "empty()", "plain(text)")
    ),
    "DROP TEXT SEARCH CONFIGURATION IF EXISTS listings_search",
    "DROP TEXT SEARCH DICTIONARY IF EXISTS listings_search",
]
_STATEMENTS = {"sqlite": _SQLITE, "postgresql": _POSTGRES}


def install(connection) -> None:
    """Make the table with its triggers and fill it, if it is not there. One statement if it is."""
    if "listings_search" in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _STATEMENTS[connection.vendor]:
            cursor.execute(statement)


def uninstall(connection) -> None:
    drop = [f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE_TRIGGERS]
    drop.append("DROP TABLE IF EXISTS listings_search")
    with connection.cursor() as cursor:
        for statement in drop if connection.vendor == "sqlite" else _POSTGRES_DROP:
            cursor.execute(statement)


# --- What is asked of it -----------------------------------------------------------------------


def says(using: str, words: Sequence[str], *, prefix: bool = False, in_title: bool = False) -> Q:
    """Listings that hold these plain words side by side, the last perhaps only the start of one.

    `using` is the alias of the database that will be asked.
    """
    if connections[using].vendor == "postgresql":
        table, match = "SELECT listing_id", "document @@ to_tsquery('listings_search', %s)"
        weight = "A" if in_title else ""
        marks = [weight] * (len(words) - 1) + [weight + ("*" if prefix else "")]
        pairs = zip(words, marks, strict=True)
        query = " <-> ".join(f"'{word}'" + (f":{mark}" if mark else "") for word, mark in pairs)
    else:
        table, match = "SELECT rowid", "listings_search MATCH %s"
        query = ("title : " if in_title else "") + f'"{" ".join(words)}"' + (" *" if prefix else "")
    return Q(pk__in=RawSQL(f"{table} FROM listings_search WHERE {match}", (query,)))
