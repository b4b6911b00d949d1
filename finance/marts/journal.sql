-- Every event up to the position, once: where segments overlap, `landed` has those of the one that comes first. `newest` is each aggregate's last version.
CREATE TEMP VIEW journal AS
SELECT position, kind, dataschema, aggregate_id, version, content
FROM landed;

CREATE TEMP TABLE newest AS
SELECT kind, aggregate_id, max(version) AS version, count(*) AS versions, arg_max(position, version) AS position
FROM journal
GROUP BY kind, aggregate_id;
