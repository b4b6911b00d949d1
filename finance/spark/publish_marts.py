"""Finance's marts on Apache Spark: from the landing to a publication that the app reads, with its certificate.

    spark-submit finance/spark/publish_marts.py --landing FOLDER --out FOLDER [--master local[2]] [--position P]

The landing is read wherever Spark reads: a path, or an address of object storage. A cluster is its master's address; left out, it is what spark-submit
says. `--out` becomes a FINANCE_DIR of this disk; the marts as Parquet lie below it in `spark/`, or where --parquet says, which all of a cluster must reach.
Nothing is published where events are missing, and what was published stays.
"""
import argparse
import datetime
import hashlib
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import certificate  # noqa: E402
import duckdb  # noqa: E402
import landing  # noqa: E402
import mart_files  # noqa: E402
import spark_session  # noqa: E402
from files import Files  # noqa: E402
from translate import translate  # noqa: E402

BEFORE_FIRST = "0" * 64
#: So many texts are in order and in the driver's memory at once; all of a million, sorted in one, were more than 3 GB could hold.
FOLDED_AT_ONCE = 50_000
#: What finance/check-marts.ts asks as well; each finds nothing, or nothing is published.
CHECKS = {
    "there are segments that have only their text; the loader converts them": "SELECT aggregate_id FROM landed_columns WHERE kind = 'payout' AND payout_id IS NULL",
    "a payout does not have all of its versions, each once": "SELECT aggregate_id FROM newest WHERE kind = 'payout' AND versions <> version",
    "a payout of another contract is in no mart": "SELECT newest.aggregate_id FROM newest LEFT ANTI JOIN payout_facts ON payout_facts.id = newest.aggregate_id WHERE newest.kind = 'payout'",
    "the payouts of a run do not add up to its control total": "SELECT run_id FROM control_totals WHERE NOT (amount_minor <=> of_payouts_minor AND payouts <=> of_payouts)",
    "payouts_by_country does not add up to the payouts": "SELECT currency FROM (SELECT currency, amount_minor AS a, 0 AS b FROM payouts_by_country UNION ALL SELECT currency, 0, CAST(amount_minor AS DECIMAL(38, 0)) FROM payout_facts) GROUP BY currency HAVING sum(a) <> sum(b)",
}


class Refused(Exception):
    """Marts that are not published, and why."""


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--landing", required=True)
    options.add_argument("--out", required=True)
    options.add_argument("--parquet")
    options.add_argument("--master")
    options.add_argument("--era", type=int, default=1)
    options.add_argument("--position", type=int)
    asked = options.parse_args()
    session = spark_session.open_session(asked.master, "payledger marts")
    try:
        manifest = run(session, asked)
    except Refused as refused:
        raise SystemExit(f"Nothing is published: {refused}") from None
    finally:
        session.stop()
    print(f"Published {manifest['file']}: {manifest['payouts']} payouts, {manifest['uncertified'] or 'with its certificate'}")


def run(session, asked):
    began = time.monotonic()
    files = Files(session)
    mark = claimed(files, asked.landing, asked.era)
    position = asked.position or int(mark["position"])
    places = landing.places(asked.landing, asked.era, position, files.names_in)
    fresh = duckdb.connect()
    landed = spark_session.read_landed(session, mart_files.landed_columns(fresh), places, position)
    for view in ("landed_columns", "landed"):
        landed.createOrReplaceTempView(view)
    whole(landed, position)
    parquet = asked.parquet or f"{pathlib.Path(asked.out).resolve()}/spark"
    for mart in mart_files.mart_names():
        for made in translate(mart_files.sql_of(mart), "spark"):
            spark_session.make(session, made, parquet)
    for says, sql in CHECKS.items():
        if found := session.sql(sql).head(1):
            raise Refused(f"{says}: {found[0][0]}")
    built = {
        **{"era": asked.era, "position": position, "watermark": mark, "events": position, "head": head_of(landed, position)},
        **{"segments": segments_of(session, asked.landing, places), "engine": f"Apache Spark {session.version}, packed by DuckDB {duckdb.__version__}"},
    }
    with tempfile.TemporaryDirectory() as folder:
        marts = pack(files, parquet, mart_files.tables_of_marts(fresh), folder)
        built["buildMs"] = round((time.monotonic() - began) * 1000)
        return certificate.publish(asked.out, marts, built, now())


def claimed(files, folder, era):
    """The newest watermark that every partition has reached. @throws Refused while there is none."""
    marks = [files.json_of(f"{folder.rstrip('/')}/watermarks/era={era}/p={partition}.json") for partition in range(landing.PARTITIONS)]
    if None in marks:
        raise Refused("not every partition has reached a watermark")
    return min(marks, key=lambda mark: int(mark["horizonXid"]))


def whole(landed, position):
    """@throws Refused where an event is missing, also one that could not be read and is a dead letter, or is there twice."""
    found = landed.selectExpr("count(*) AS events", "count(DISTINCT position) AS positions", "min(position) AS first", "max(position) AS last").head()
    if found != (position, position, 1, position):
        raise Refused(f"of the positions 1 to {position} there are {found['positions']}, in {found['events']} events")


def head_of(landed, position):
    """The head of the journal's chain (events/chain.ts), which is folded in order, so by one process; segments are in order, so that a block is read of few row groups."""
    head = BEFORE_FIRST
    for after in range(0, position, FOLDED_AT_ONCE):
        block = landed.where(f"position > {after} AND position <= {after + FOLDED_AT_ONCE}").select("position", "event").orderBy("position")
        for _, event in block.collect():
            head = hashlib.sha256(f"{head}\n{event}".encode()).hexdigest()
    return head


def segments_of(session, folder, places):
    """Each file with its hash, as a certificate names it."""
    paths = [place.path for place in places]
    found = session.read.format("binaryFile").load(paths).selectExpr("path", "length", "sha2(content, 256)").collect()
    by_name = {"/".join(path.split("/")[-4:]): (length, sha256) for path, length, sha256 in found}
    names = ["/".join(path.split("/")[-4:]) for path in paths]
    return [{"path": name, "bytes": by_name[name][0], "sha256": by_name[name][1]} for name in names]


def pack(files, parquet, tables, folder):
    """One DuckDB file of all marts, as readers open it, with the types that the loader's has."""
    path = f"{folder}/marts.duckdb"
    connection = duckdb.connect(path, config={"storage_compatibility_version": "latest"})
    connection.execute(f"SET temp_directory = '{folder}/spill'; SET preserve_insertion_order = false")
    for name, columns in tables.items():
        files.fetch(f"{parquet}/{name}", f"{folder}/{name}")
        connection.execute(f"CREATE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in columns)})")
        listed = ", ".join(column for column, _ in columns)
        connection.execute(f"INSERT INTO {name} SELECT {listed} FROM read_parquet('{folder}/{name}/*.parquet')")
    connection.execute("CHECKPOINT")
    connection.close()
    return path


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


if __name__ == "__main__":
    main()
