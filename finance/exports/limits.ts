/** How large files may be. */

/** Rows of a file that is made while somebody waits. More keeps the engine busy for others, and is made by a job. */
export const ROWS_MAX = 50_000
/** Rows of one sheet, beside its heading (ECMA-376: 1,048,576 with it). */
export const SHEET_ROWS_MAX = 1_048_575
