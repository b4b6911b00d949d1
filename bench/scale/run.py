"""One landing, the same files of marts, every engine: a hash per mart and engine, and what each answers to the twelve questions.

    python3 bench/scale/run.py --landing FOLDER --position P --published FILE.duckdb --postgres URL --work FOLDER --out RESULT.json [--only Spark,DataFusion] [--plant ENGINE or all]

It writes what it found and never judges it; whoever calls it does.
"""
import argparse
import json
import os
import pathlib
import re
import sys
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "finance" / "spark"))

import duckdb  # noqa: E402
import landing  # noqa: E402
import mart_files  # noqa: E402
import translate  # noqa: E402
from engines import ENGINES, Postgres  # noqa: E402
from row_hash import row_hash  # noqa: E402



def questions():
    """Name and SQL of each, from questions.sql."""
    parts = re.split(r"^-- (\d+\. .*)$", (HERE / "questions.sql").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {name: sql.strip().rstrip(";") for name, sql in zip(parts[::2], parts[1::2])}


def timed(work):
    began = time.monotonic()
    result = work()
    return result, round(time.monotonic() - began, 2)


def as_published(path, tables):
    """What DuckDB published, by the app's own loader."""
    connection = duckdb.connect(path, read_only=True)
    arrow = lambda sql, _: connection.execute(sql).arrow().read_all()
    marts = {name: {"rows": (table := arrow(f"SELECT * FROM {name}", columns)).num_rows, "sha256": row_hash(table, columns)} for name, columns in tables.items()}
    asked = {name: answered(lambda sql, columns: arrow(sql, columns), connection, sql, "duckdb") for name, sql in questions().items()}
    return {"version": duckdb.__version__, "marts": marts, "questions": asked}


def answered(ask, published, sql, grammar):
    """The hash of an answer; its columns have the types that DuckDB says."""
    columns = [(name, kind) for name, kind, *_ in published.execute(f"DESCRIBE {sql}").fetchall()]
    table = ask(translate.translate_question(sql, grammar), columns)
    return {"rows": table.num_rows, "sha256": row_hash(table, columns)}


def made_by(kind, how, tables, published):
    engine, opened = timed(lambda: kind(**how))
    result = {"version": engine.version, "openedSeconds": opened, "marts": {}, "questions": {}}
    try:
        waiting = 0.0
        for mart in mart_files.mart_names():
            for made in translate.translate(mart_files.sql_of(mart), engine.grammar):
                try:
                    _, seconds = timed(lambda: engine.make(made))
                except Exception as error:
                    result["marts"][made.name] = {"error": first_line(error)}
                    continue
                if made.what != "table":
                    waiting += seconds
                    continue
                columns = tables[made.name]
                listed = ", ".join(name for name, _ in columns)
                try:
                    table = engine.arrow(f"SELECT {listed} FROM {made.name}", columns)
                    result["marts"][made.name] = {"rows": table.num_rows, "sha256": row_hash(table, columns), "seconds": round(seconds + waiting, 2)}
                except Exception as error:
                    result["marts"][made.name] = {"error": first_line(error)}
                waiting = 0.0
        result["seconds"] = round(sum(each.get("seconds", 0) for each in result["marts"].values()), 1)
        for name, sql in questions().items():
            try:
                result["questions"][name] = answered(engine.arrow, published, sql, engine.grammar)
            except Exception as error:
                result["questions"][name] = {"error": first_line(error)}
    finally:
        engine.stop()
    return result


def first_line(error):
    if os.environ.get("SCALE_TRACE"):
        traceback.print_exception(error)
    return f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else ''}"[:300]


def main():
    options = argparse.ArgumentParser()
    for name in ("landing", "position", "published", "postgres", "work", "out"):
        options.add_argument(f"--{name}", required=name != "postgres", default="")
    options.add_argument("--era", default="1")
    options.add_argument("--only", default=",".join(ENGINES))
    options.add_argument("--plant", default="")
    asked = options.parse_args()
    position = int(asked.position)
    fresh = duckdb.connect()
    columns, tables = mart_files.landed_columns(fresh), mart_files.tables_of_marts(fresh)
    places = landing.places(asked.landing, asked.era, position, lambda folder: os.listdir(folder) if os.path.isdir(folder) else [])
    result = {"position": position, "segments": len(places), "duckdb": as_published(asked.published, tables), "engines": {}}
    published = duckdb.connect(asked.published, read_only=True)
    Postgres.url = asked.postgres
    planted = published.execute("SELECT max(position) FROM payout_facts").fetchone()[0]
    for name in asked.only.split(","):
        folder = pathlib.Path(asked.work) / name
        folder.mkdir(parents=True)
        how = {"columns": columns, "places": places, "position": position, "planted": planted if asked.plant in (name, "all") else None, "folder": folder}
        try:
            made = made_by(ENGINES[name], how, tables, published)
        except Exception as error:
            made = {"error": first_line(error)}
        result["engines"][name] = made
        print(name, made.get("seconds", made.get("error")), flush=True)
    pathlib.Path(asked.out).write_text(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
