"""The hash of a table's rows, which knows no engine: docs/scale.md says of what it is made.

Every engine hands over typed values (Arrow). They are cast to the types that DuckDB gave the table, written as texts by one code, put in order and hashed.
"""
import hashlib

import pyarrow as pa
import pyarrow.compute as pc

BETWEEN = "\x1f"
NOTHING = "\\N"
TYPES = {
    "VARCHAR": pa.string(),
    "UUID": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "HUGEINT": pa.decimal128(38, 0),
    "DECIMAL(38,0)": pa.decimal128(38, 0),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "VARCHAR[]": pa.list_(pa.string()),
    'STRUCT("for" VARCHAR, amount_minor BIGINT, currency VARCHAR, booked_on DATE)[]': pa.list_(
        pa.struct([("for", pa.string()), ("amount_minor", pa.int64()), ("currency", pa.string()), ("booked_on", pa.date32())])
    ),
}


def row_hash(table, columns):
    """SHA-256 over the rows of an Arrow table; `columns` are names with DuckDB's types, in their order. No order of rows matters, and none is lost twice."""
    texts = [written(typed(table.column(name), TYPES[kind])) for name, kind in columns]
    if table.num_rows == 0:
        return hashlib.sha256(b"").hexdigest()
    rows = pc.binary_join_element_wise(*[each.cast(pa.large_string()) for each in texts], pa.scalar(BETWEEN, pa.large_string()))
    rows = rows.take(pc.sort_indices(rows))
    digest = hashlib.sha256()
    for start in range(0, len(rows), 100_000):
        digest.update("".join(f"{row}\n" for row in rows[start : start + 100_000].to_pylist()).encode())
    return digest.hexdigest()


def typed(column, kind):
    """A column as the type that it has; a value that would be another one is an error."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    if isinstance(array.type, pa.ExtensionType):
        array = array.storage
    if pa.types.is_fixed_size_binary(array.type) or (kind == pa.string() and pa.types.is_binary(array.type)):
        return pa.array([None if value is None else uuid_text(value) for value in array.to_pylist()], pa.string())
    if pa.types.is_timestamp(array.type) and array.type.tz is not None:
        array = array.cast(pa.timestamp(array.type.unit, "UTC")).cast(pa.timestamp("us", "UTC")).cast(pa.int64()).cast(pa.timestamp("us"))
    if pa.types.is_integer(array.type) and pa.types.is_decimal(kind):
        array = array.cast(pa.string())
    if pa.types.is_integer(array.type) and kind == pa.bool_():
        return array.cast(kind)
    return array.cast(kind)


def uuid_text(value):
    text = value.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def written(array):
    """Each value as its one text: digits of whole numbers, days and times as ISO 8601 writes them, `true` and `false`, lists in brackets, and \\N for none."""
    if pa.types.is_list(array.type):
        return lists(array)
    if pa.types.is_struct(array.type):
        parts = [written(pc.struct_field(array, n)) for n in range(array.type.num_fields)]
        text = pc.binary_join_element_wise(*parts, ",")
    elif pa.types.is_string(array.type):
        text = array
        for what, by in (("\\", "\\\\"), ("\n", "\\n"), (BETWEEN, "\\u"), (",", "\\,"), (";", "\\;")):
            text = pc.replace_substring(text, what, by)
    else:
        text = array.cast(pa.string())
    return pc.fill_null(text, NOTHING)


def lists(array):
    joined = pc.binary_join(pa.ListArray.from_arrays(array.offsets, written(array.values)), ";")
    whole = pc.binary_join_element_wise("[", joined, "]", "")
    return pc.fill_null(pc.if_else(array.is_valid(), whole, pa.scalar(None, pa.string())), NOTHING)
