-- Every event up to the position, once; `contents` is 1 unless two segments disagree. `newest` is each aggregate's last version.
CREATE TEMP TABLE journal AS
SELECT position,
  any_value(kind) AS kind, any_value(dataschema) AS dataschema, any_value(aggregate_id) AS aggregate_id, any_value(version) AS version,
  any_value(content) AS content, count(DISTINCT content) AS contents
FROM landed
GROUP BY position;

CREATE TEMP TABLE newest AS
SELECT kind, aggregate_id, max(version) AS version, count(*) AS versions, arg_max(position, version) AS position
FROM journal
GROUP BY kind, aggregate_id;
