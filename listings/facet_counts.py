"""How many jobs each option of a search would give, counted in one statement.

The jobs found are read once into a common table (WITH), and the groups of options are counted from that.
Only a group that something is chosen from reads jobs of its own: those of the search without it. Groups of
few options are counted a few at a time, by what occurs together: a pass over the jobs costs more than the
sums. Django has no WITH: its querysets are compiled, and put together here.
"""

from collections import Counter, defaultdict

from django.db import connections
from django.db.models import QuerySet

from listings.filter_kinds import Counted

FOUND = "found"  # the table of the search's own jobs; a group's own is "found_" and its name
AT_A_TIME = 4
NOTHING = "CAST(NULL AS TEXT)"


class CountStatement:
    """Collects tables and the counts to take from them."""

    def __init__(self, using: str):
        self.connection = connections[using]
        self._tables, self._table_params = [], []
        self._counts, self._params, self._keys = [], [], []

    def add_table(self, name: str, rows: QuerySet):
        sql, params = self._compile(rows)
        self._tables.append(f"{name} AS ({sql})")
        self._table_params += params

    def count_columns(self, names: list[str], table: str):
        """Jobs by the values of up to AT_A_TIME columns."""
        columns = [f"of_{name}" for name in names]
        self._count([f"CAST({column} AS TEXT)" for column in columns], f"FROM {table}", columns)
        self._keys.append(names)

    def count_rows(self, name: str, table: str, sources: list[QuerySet]):
        """Jobs of a table by what rows of others say of them; what two sources say alike counts once.

        SQLite takes CROSS JOIN for the order to read in, which it would guess wrong: few jobs first.
        """
        joined, params_of_all = [], []
        for rows in sources:
            sql, params = self._compile(rows)
            joined.append(
                f"SELECT r.listing_id, r.option FROM {table}"
                f" CROSS JOIN ({sql}) r WHERE r.listing_id = {table}.pk"
            )
            params_of_all += params
        self._params += params_of_all
        self._count(["CAST(option AS TEXT)"], f"FROM ({' UNION '.join(joined)}) j", ["option"])
        self._keys.append([name])

    def count_all(self, table: str):
        self._count([], f"FROM {table}", [])
        self._keys.append([""])

    def _count(self, values: list[str], source: str, by: list[str]):
        values = [*values, *[NOTHING] * (AT_A_TIME - len(values))]
        group_by = f" GROUP BY {', '.join(by)}" if by else ""
        self._counts.append(
            f"SELECT {len(self._counts)}, {', '.join(values)}, COUNT(*) {source}{group_by}"
        )

    def run(self) -> dict[str, Counter]:
        """Jobs by name and value. Those of a table alone stand under None."""
        sql = f"WITH {', '.join(self._tables)} {' UNION ALL '.join(self._counts)}"
        grouped: dict[str, Counter] = defaultdict(Counter)
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [*self._table_params, *self._params])
            for position, *values, number in cursor.fetchall():
                for name, value in zip(self._keys[position], values, strict=False):
                    grouped[name][value] += number
        return grouped

    def _compile(self, rows: QuerySet) -> tuple[str, tuple]:
        # What finds nothing by its own words is asked all the same: the counts want its columns.
        compiler = rows.query.get_compiler(connection=self.connection, elide_empty=False)
        return compiler.as_sql()


def count_options(search) -> tuple[int, dict[str, dict[str, int]]]:
    """The number of jobs a ListingFilterSet finds, and by filter and option those that it would. One query.

    A group's own choice does not count, except where one more narrows the search.
    """
    filters = {name: each for name, each in search.filters.items() if isinstance(each, Counted)}
    shared = [
        name
        for name, each in filters.items()
        if each.narrows_itself or not search.is_limited_by(name)
    ]
    statement = CountStatement(search.queryset.db)
    statement.add_table(FOUND, _with_columns(search.matching(), filters, shared))
    statement.count_all(FOUND)
    in_columns = [name for name in shared if filters[name].counted() is not None]
    few = [name for name in in_columns if not filters[name].is_long]
    bundles = [few[start : start + AT_A_TIME] for start in range(0, len(few), AT_A_TIME)]
    for names in bundles + [[name] for name in in_columns if name not in few]:
        statement.count_columns(names, FOUND)
    for name, each in filters.items():
        table = FOUND
        if name not in shared:
            table = f"{FOUND}_{name}"
            statement.add_table(
                table, _with_columns(search.matching(without=name), filters, [name])
            )
            if each.counted() is not None:
                statement.count_columns([name], table)
        if each.rows():
            statement.count_rows(f"{name} by row", table, each.rows())
    grouped = statement.run()
    counts = {
        name: each.counts(grouped[name], grouped[f"{name} by row"])
        for name, each in filters.items()
    }
    return grouped[""][None], counts


def _with_columns(jobs: QuerySet, filters: dict[str, Counted], names: list[str]) -> QuerySet:
    columns = {f"of_{name}": filters[name].counted() for name in names}
    return jobs.order_by().values(
        "pk", **{alias: column for alias, column in columns.items() if column is not None}
    )
