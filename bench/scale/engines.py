"""The engines on which marts are made of one landing. Each makes tables and views of SQL that it was given, and hands rows over as Arrow."""
import io
import json
import pathlib

import pyarrow as pa

from landing import condition

#: An amount that one engine is told wrongly, to see that it is noticed.
ALTERED = "amount_minor + CASE WHEN position = {0} THEN 1 ELSE 0 END"


class Engine:
    """What they have in common. `columns` are the landing's, with DuckDB's types; `planted` is the position of an event whose amount is said a cent higher."""

    def __init__(self, columns, places, position, planted, folder):
        self.columns, self.places, self.position, self.planted = columns, places, position, planted
        self.folder = pathlib.Path(folder)
        self.start()

    def amount(self):
        return "amount_minor" if self.planted is None else f"{ALTERED.format(self.planted)}"

    def list_of(self, spelled):
        """The landing's columns as the engine spells them where it is read."""
        return ", ".join(f"{spelled.get(name, name)} AS {name}" for name, _ in self.columns)

    def make(self, made):
        what = "VIEW" if made.what == "view" else "TABLE"
        self.run(f"CREATE {what} {made.name} AS {made.sql}")

    def stop(self):
        pass


class DataFusion(Engine):
    name, grammar = "DataFusion", "datafusion"

    def start(self):
        import datafusion

        self.version = datafusion.__version__
        config = datafusion.SessionConfig().set("datafusion.execution.target_partitions", "2")
        self.context = datafusion.SessionContext(config)
        parts = []
        for n, place in enumerate(self.places):
            self.context.register_parquet(f"segment_{n}", place.path)
            parts.append(f"SELECT {self.list_of({'amount_minor': self.amount()})} FROM segment_{n} WHERE {condition(place, self.position)}")
        self.run(f"CREATE VIEW landed_columns AS {' UNION ALL '.join(parts)}")
        self.run("CREATE VIEW landed AS SELECT * FROM landed_columns")

    def run(self, sql):
        self.context.sql(sql).collect()

    def arrow(self, sql, columns):
        return self.context.sql(sql).to_arrow_table()


class ClickHouse(Engine):
    name, grammar = "ClickHouse", "clickhouse"
    #: Outer joins have nulls, a name means the column before it means an alias, and times have no zone: as everywhere else.
    SETTINGS = "join_use_nulls = 1, prefer_column_name_to_alias = 1, session_timezone = 'UTC', max_threads = 2, use_hive_partitioning = 0, data_type_default_nullable = 0"

    def start(self):
        import chdb
        import chdb.session

        self.session = chdb.session.Session(str(self.folder / "clickhouse"))
        self.version = str(self.session.query("SELECT version()", "TSV")).strip()
        for setting in self.SETTINGS.split(", "):
            self.session.query(f"SET {setting}")
        self.run("CREATE DATABASE marts")
        self.session.query("USE marts")
        told = "JSONType(event, 'data', 'payout', 'charges') = 'Array' AS charges_told"
        spelled = {"event_id": "toString(event_id)", "amount_minor": self.amount()}
        parts = [
            f"SELECT {self.list_of(spelled)}, {told} FROM file('{place.path}', Parquet) WHERE {condition(place, self.position)}" for place in self.places
        ]
        self.run(f"CREATE VIEW landed_columns AS {' UNION ALL '.join(parts)}")
        self.run("CREATE VIEW landed AS SELECT * FROM landed_columns")

    def make(self, made):
        if made.what == "view":
            return super().make(made)
        self.run(f"CREATE TABLE {made.name} ENGINE = MergeTree ORDER BY tuple() AS {made.sql}")

    def run(self, sql):
        self.session.query(sql)

    def arrow(self, sql, columns):
        names = [name for name, _ in columns]
        if "charges" not in names:
            return self.session.query(sql, "ArrowTable")
        table = self.session.query(sql.replace("SELECT ", "SELECT charges_told, ", 1), "ArrowTable")
        import pyarrow.compute as pc

        at = table.schema.get_field_index("charges")
        charges = table.column("charges").combine_chunks()
        nothing = pa.scalar(None, charges.type)
        return table.set_column(at, "charges", pc.if_else(table.column("charges_told").combine_chunks().cast(pa.bool_()), charges, nothing))

    def stop(self):
        self.session.close()


class Postgres(Engine):
    """Its facts come as CSV that DuckDB writes of the segments; what is made of them is its own. Lists are jsonb there."""

    name, grammar = "Postgres", "postgres"
    TYPES = {"VARCHAR": "text", "UUID": "uuid", "INTEGER": "int", "BIGINT": "bigint", "DATE": "date", "TIMESTAMP": "timestamp", "BLOB": "text"}
    url = ""

    def start(self):
        import duckdb
        import psycopg

        self.connection = psycopg.connect(self.url, autocommit=True)
        self.version = self.connection.info.parameter_status("server_version")
        self.run("DROP SCHEMA IF EXISTS scale CASCADE; CREATE SCHEMA scale; SET search_path = scale; SET work_mem = '256MB'; SET jit = off; SET TimeZone = 'UTC'")
        kept = [(name, self.TYPES.get(kind, "jsonb")) for name, kind in self.columns if name not in ("event",)]
        self.run(f"CREATE TABLE landed_columns ({', '.join(f'{name} {kind}' for name, kind in kept)})")
        spelled = {"content": "hex(content)", "amount_minor": self.amount()}
        told = ", ".join(f"to_json({name})" if kind == "jsonb" else spelled.get(name, name) for name, kind in kept)
        with self.connection.cursor() as cursor, cursor.copy("COPY landed_columns FROM STDIN (FORMAT csv)") as copy:
            for n, place in enumerate(self.places):
                path = self.folder / f"{n}.csv"
                duckdb.execute(
                    f"COPY (SELECT {told} FROM read_parquet('{place.path}', hive_partitioning = false) WHERE {condition(place, self.position)}) TO '{path}' (FORMAT csv, HEADER false, FORCE_QUOTE *)"
                )
                with path.open("rb") as file:
                    while part := file.read(1 << 20):
                        copy.write(part)
                path.unlink()
        self.run("CREATE VIEW landed AS SELECT * FROM landed_columns; ANALYZE landed_columns")

    def run(self, sql):
        self.connection.execute(sql)

    def arrow(self, sql, columns):
        """As CSV, in which what is quoted is a text and what is not, nothing; lists are read as JSON."""
        import pyarrow.csv as arrow_csv

        names = [name for name, _ in columns]
        told = ", ".join(f"CASE WHEN {name} THEN 'true' WHEN NOT {name} THEN 'false' END AS {name}" if kind == "BOOLEAN" else f'"{name}"' for name, kind in columns)
        into = io.BytesIO()
        with self.connection.cursor() as cursor, cursor.copy(f"COPY (SELECT {told} FROM ({sql}) asked) TO STDOUT (FORMAT csv, FORCE_QUOTE *)") as copy:
            for part in copy:
                into.write(part)
        into.seek(0)
        if into.getbuffer().nbytes == 0:
            return pa.table({name: pa.array([], pa.string()) for name in names})
        table = arrow_csv.read_csv(
            into,
            read_options=arrow_csv.ReadOptions(column_names=names),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names}, strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""]
            ),
        )
        from row_hash import TYPES

        for n, (name, kind) in enumerate(columns):
            if kind.endswith("[]"):
                lists = [None if text is None else dated(json.loads(text)) for text in table.column(name).to_pylist()]
                table = table.set_column(n, name, pa.array(lists, TYPES[kind]))
        return table

    def stop(self):
        self.run("DROP SCHEMA scale CASCADE")
        self.connection.close()


def dated(entries):
    """Days of a list's entries, which JSON has as texts."""
    import datetime

    return [
        {**each, "booked_on": each["booked_on"] and datetime.date.fromisoformat(each["booked_on"])} if isinstance(each, dict) else each for each in entries
    ]


class Spark(Engine):
    name, grammar = "Spark", "spark"

    def start(self):
        import spark_session

        self.session = spark_session.open_session("local[2]", "payledger scale")
        self.version = self.session.version
        landed = spark_session.read_landed(self.session, self.columns, self.places, self.position)
        if self.planted is not None:
            landed = landed.selectExpr(*[f"{self.amount()} AS amount_minor" if name == "amount_minor" else name for name, _ in self.columns])
        landed.createOrReplaceTempView("landed_columns")
        landed.createOrReplaceTempView("landed")

    def make(self, made):
        import spark_session

        spark_session.make(self.session, made, str(self.folder / "spark"))

    def arrow(self, sql, columns):
        return self.session.sql(sql).toArrow()

    def stop(self):
        self.session.stop()


ENGINES = {engine.name: engine for engine in (Spark, ClickHouse, DataFusion, Postgres)}
