"""The files of marts and their columns, as finance has them: the same SQL that DuckDB runs, and nothing said twice."""
import hashlib
import json
import pathlib
import re

FINANCE = pathlib.Path(__file__).resolve().parent.parent
MARTS_FOLDER = FINANCE / "marts"
#: What a segment has beside the contract's columns (finance/landed-views.ts).
OWN = [
    ("position", "BIGINT"),
    ("kind", "VARCHAR"),
    ("type", "VARCHAR"),
    ("dataschema", "VARCHAR"),
    ("aggregate_id", "VARCHAR"),
    ("version", "INTEGER"),
    ("content", "BLOB"),
    ("event", "VARCHAR"),
]


def mart_names():
    """In the order in which they are made, from the one list there is."""
    listed = re.search(r"export const MARTS = \[(.*?)\]", (FINANCE / "mart-files.ts").read_text(), re.DOTALL).group(1)
    return re.findall(r"'(\w+)'", listed)


def sql_of(mart):
    return (MARTS_FOLDER / f"{mart}.sql").read_text(encoding="utf-8")


def sql_hashes():
    """Each file's SHA-256, as a certificate has it (finance/mart-files.ts)."""
    return [{"file": f"{mart}.sql", "sha256": hashlib.sha256(sql_of(mart).encode()).hexdigest()} for mart in ["typed_events", *mart_names()]]


def form_of_tables():
    """`FORMAT` of finance/manifest.ts."""
    return int(re.search(r"export const FORMAT = (\d+)", (FINANCE / "manifest.ts").read_text()).group(1))


def definition():
    """By what the marts are made (finance/definition.ts)."""
    text = json.dumps([form_of_tables(), sql_hashes()], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def landed_columns(connection):
    """Name and DuckDB type of every column that marts read of a segment. `connection` is DuckDB, which reads the contract's from typed_events.sql."""
    connection.execute(sql_of("typed_events"))
    own = ", ".join(f"NULL::{kind} AS {name}" for name, kind in OWN)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW no_events AS SELECT {own} WHERE false")
    return [(name, kind) for name, kind, *_ in connection.execute("DESCRIBE SELECT * FROM typed_events(no_events)").fetchall()]


def tables_of_marts(connection):
    """Name and DuckDB type of every column of every published table: the marts are made of no event at all."""
    landed_columns(connection)
    for view in ("landed_columns", "landed_texts", "landed"):
        source = "typed_events(no_events)" if view == "landed_columns" else "no_events"
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT * FROM {source}")
    for mart in mart_names():
        connection.execute(sql_of(mart))
    names = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY table_name").fetchall()]
    return {name: [(column, kind) for column, kind, *_ in connection.execute(f"DESCRIBE {name}").fetchall()] for name in names}
