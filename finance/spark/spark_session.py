"""How Spark reads a landing and keeps what is made of it."""
import functools

from landing import condition
from pyspark.sql import SparkSession, types

SIMPLE = {
    "VARCHAR": types.StringType(),
    # Parquet's UUIDs are 16 bytes to Spark, which knows no such type.
    "UUID": types.BinaryType(),
    "BLOB": types.BinaryType(),
    "INTEGER": types.IntegerType(),
    "BIGINT": types.LongType(),
    "DATE": types.DateType(),
    "TIMESTAMP": types.TimestampNTZType(),
    "DECIMAL(38,0)": types.DecimalType(38, 0),
}


def open_session(master, name):
    """Times have no zone, sums that do not fit are errors, and what a cluster is told in its own settings stays as it is."""
    builder = SparkSession.builder.appName(name) if master is None else SparkSession.builder.master(master).appName(name)
    if (master or "").startswith("local"):
        builder = builder.config("spark.sql.shuffle.partitions", "8")
    return (
        builder.config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.driver.maxResultSize", "0")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )


def read_landed(session, columns, places, position):
    """The landing's events up to a position, by the columns that the contract has; Parquet's own words about UUIDs would be refused."""
    schema = types.StructType([types.StructField(name, spark_type(kind)) for name, kind in columns])
    whole = [place.path for place in places if place.is_whole]
    parts = [session.read.schema(schema).parquet(*whole).where(f"position <= {position}")] if whole else []
    parts += [session.read.schema(schema).parquet(place.path).where(condition(place, position)) for place in places if not place.is_whole]
    if not parts:
        return session.createDataFrame([], schema)
    ids = "lower(regexp_replace(hex(event_id), '^(.{8})(.{4})(.{4})(.{4})(.{12})$', '$1-$2-$3-$4-$5'))"
    return functools.reduce(lambda one, other: one.unionAll(other), parts).selectExpr(
        *[f"{ids} AS event_id" if name == "event_id" else name for name, _ in columns]
    )


def spark_type(kind):
    if kind.endswith("[]"):
        return types.ArrayType(spark_type(kind[:-2]))
    if kind.startswith("STRUCT("):
        fields = [each.strip().rsplit(" ", 1) for each in kind[len("STRUCT(") : -1].replace("(38,0)", "(38;0)").split(",")]
        return types.StructType([types.StructField(name.strip('"'), spark_type(of.replace(";", ","))) for name, of in fields])
    return SIMPLE[kind]


def make(session, made, folder):
    """A published mart becomes Parquet in a folder of its own, and is read from there by those after it."""
    rows = session.sql(made.sql)
    if made.what == "table":
        rows.write.mode("overwrite").parquet(f"{folder}/{made.name}")
        rows = session.read.parquet(f"{folder}/{made.name}")
    elif made.what == "kept":
        rows = rows.persist()
    rows.createOrReplaceTempView(made.name)
