"""The marts' SQL as other engines say it. sqlglot knows their grammars; what stands here is what it cannot know: where they would mean something else.

DuckDB's own text is never changed by hand for an engine. What marts may use, beside plain SQL, is what has a rule here.
"""
import dataclasses

import sqlglot
from sqlglot import exp

#: The grammar in which sqlglot writes for each; DataFusion has Postgres'.
GRAMMAR = {"spark": "spark", "clickhouse": "clickhouse", "datafusion": "postgres", "postgres": "postgres"}
#: Whole numbers of 128 bits, and what sums are made in: sums of 64-bit numbers go round at 2^63 in some engines, and say nothing.
WIDE = "DECIMAL(38, 0)"
#: Segments that have only their text are read by DuckDB alone; the loader converts them by itself.
TEXT_ALONE = {"landed_texts", "newest_texts", "payout_texts"}


@dataclasses.dataclass(frozen=True)
class Made:
    """One thing that a mart's file makes: `what` is "table", which is published, "kept", a table for the marts after it, or "view"."""

    name: str
    what: str
    sql: str


def translate(text, engine):
    """What the SQL of one file makes, in its order."""
    made = []
    for statement in sqlglot.parse(text, read="duckdb"):
        name = statement.this.name
        if name in TEXT_ALONE:
            continue
        is_temporary = statement.find(exp.TemporaryProperty) is not None
        what = "view" if statement.kind == "VIEW" else "kept" if is_temporary else "table"
        made.append(Made(name, what, select(statement.expression, engine)))
    return made


def translate_question(text, engine):
    """One question, for an engine; DuckDB is asked it as it is written."""
    return text if engine == "duckdb" else select(sqlglot.parse_one(text, read="duckdb"), engine)


def select(query, engine):
    query = query.copy()
    query = query.transform(without_texts)
    query.set("order", None)  # rows of a mart have no order that means anything
    for part in list(query.find_all(exp.Select)):
        name_groups(part)
    for rule in (sums_are_wide, wide_numbers, newest, seconds_between, unfolded, ids_are_texts, of_clickhouse):
        query = query.transform(rule, engine)
    return query.sql(dialect=GRAMMAR[engine], comments=False)


def without_texts(node):
    """`… UNION ALL BY NAME SELECT * FROM typed_events(…)`: there are no such segments, which whoever reads the landing has checked."""
    is_text = isinstance(node, exp.Union) and any(each.name.lower() == "typed_events" for each in node.right.find_all(exp.Anonymous))
    return node.left if is_text else node


def name_groups(part):
    """GROUP BY ALL is by whatever is selected and is no aggregate."""
    group = part.args.get("group")
    if group is None or not group.args.get("all"):
        return
    plain = [each for each in part.expressions if each.find(exp.AggFunc) is None]
    part.set("group", exp.Group(expressions=[each.unalias().copy() for each in plain]))


def sums_are_wide(node, engine):
    if isinstance(node, exp.Sum) and not isinstance(node.this, exp.Cast):
        return exp.Sum(this=exp.cast(node.this, WIDE))
    return node


def wide_numbers(node, engine):
    is_wide = isinstance(node, exp.DataType) and node.this == exp.DataType.Type.INT128
    return exp.DataType.build(WIDE) if is_wide else node


def newest(node, engine):
    """arg_max: the value where another is greatest, which DataFusion and Postgres have no name for."""
    if engine not in ("datafusion", "postgres"):
        return node
    within = node.this if isinstance(node, exp.Filter) else node
    if not isinstance(within, exp.ArgMax) or (within is node and isinstance(node.parent, exp.Filter)):
        return node
    value, by = within.this.sql("postgres"), within.expression.sql("postgres")
    which = f" FILTER ({node.expression.sql('postgres')})" if within is not node else ""
    called = f"first_value({value} ORDER BY {by} DESC){which}" if engine == "datafusion" else f"(array_agg({value} ORDER BY {by} DESC){which})[1]"
    return sqlglot.parse_one(called, read="postgres")


def seconds_between(node, engine):
    """DuckDB counts the whole seconds that begin between two times; others would count those that pass."""
    if not isinstance(node, exp.DateDiff):
        return node
    last, first = (each.sql("postgres") for each in (node.this, node.expression))
    if engine == "clickhouse":
        return exp.Anonymous(this="dateDiff", expressions=[exp.Literal.string("second"), node.expression, node.this])
    if engine == "spark":
        return sqlglot.parse_one(f"timestampdiff(SECOND, date_trunc('SECOND', {first}), date_trunc('SECOND', {last}))", read="spark")
    whole = "CAST(EXTRACT(EPOCH FROM date_trunc('second', {0})) AS BIGINT)"
    return sqlglot.parse_one(f"{whole.format(last)} - {whole.format(first)}", read="postgres")


#: Lists of events, each with its fields; Postgres has them as jsonb.
FIELDS = {"for": "TEXT", "amount_minor": WIDE, "currency": "TEXT", "booked_on": "DATE", "payouts": "BIGINT"}


def unfolded(node, engine):
    """A list's entries as rows, `unnest(list) AS each`, and their fields, `each['field']`."""
    if isinstance(node, exp.Explode) and engine in ("postgres", "datafusion"):
        return exp.Anonymous(this="jsonb_array_elements" if engine == "postgres" else "unnest", expressions=[node.this])
    if not (isinstance(node, exp.Bracket) and isinstance(node.this, exp.Column) and node.expressions[0].is_string):
        return node
    field = node.expressions[0].name
    if engine == "clickhouse":
        return exp.Anonymous(this="tupleElement", expressions=[node.this, exp.Literal.string(field)])
    if engine == "postgres":
        return sqlglot.parse_one(f"CAST({node.this.sql('postgres')} ->> '{field}' AS {FIELDS[field]})", read="postgres")
    return node


def ids_are_texts(node, engine):
    """Only DuckDB keeps UUIDs in 16 bytes here; their texts are the same."""
    is_id = isinstance(node, exp.DataType) and node.this == exp.DataType.Type.UUID
    return exp.DataType.build("TEXT") if is_id else node


def of_clickhouse(node, engine):
    """What ClickHouse has another name for, or another idea of."""
    if engine != "clickhouse":
        return node
    # A list is never null to it, so that whether events told one is a column of its own where they are read.
    if isinstance(node, exp.Is) and node.this.name == "charges" and isinstance(node.expression, exp.Null):
        return exp.Not(this=exp.column("charges_told"))
    if isinstance(node, exp.Select) and any(isinstance(each, exp.Column) and each.name == "charges" for each in node.expressions):
        return node.select("charges_told")
    if isinstance(node, (exp.LogicalOr, exp.LogicalAnd)):
        return exp.Anonymous(this="max" if isinstance(node, exp.LogicalOr) else "min", expressions=[node.this])
    if isinstance(node, exp.DataType) and node.this == exp.DataType.Type.DATE:
        return exp.DataType.build("Date32", dialect="clickhouse")
    if isinstance(node, exp.SplitPart):
        text, at, which = (each.sql("clickhouse") for each in (node.this, node.args["delimiter"], node.args["part_index"]))
        return sqlglot.parse_one(f"arrayElement(splitByChar({at}, assumeNotNull({text})), {which})", read="clickhouse")
    return node
