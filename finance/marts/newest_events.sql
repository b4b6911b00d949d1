-- The newest event of each payout and payroll run, with what it says as columns: those of the segment, or, where it has none yet, read from the text.
CREATE TEMP VIEW newest_texts AS
SELECT landed_texts.*
FROM landed_texts JOIN newest USING (kind, position);

CREATE TEMP VIEW newest_events AS
SELECT landed_columns.*
FROM landed_columns JOIN newest USING (kind, position)
UNION ALL BY NAME
SELECT *
FROM typed_events(newest_texts);
