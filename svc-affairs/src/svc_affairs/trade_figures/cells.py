"""What a declaration counts in the figures, as SQL over rows that have its columns."""

# Of a heading the worth of its lines is counted, else that of the whole declaration.
CELL = "day, dimension, key, measure"
COLUMNS = ("day", "platform_code", "country", "headings", "amount", "status", "mismatch_fields")


def spread(source: str, sign: int) -> str:
    """A SELECT of `day, dimension, key, measure, count, amount` from rows with a declaration's columns."""
    return f"""
    SELECT day, dimension, key, measure, {sign} AS count, CASE WHEN is_status THEN {sign} * worth ELSE 0 END AS amount
    FROM {source} AS counted
    CROSS JOIN LATERAL (
        SELECT 'all' AS dimension, '' AS key, amount AS worth
        UNION ALL SELECT 'platform', platform_code, amount
        UNION ALL SELECT 'country', country, amount
        UNION ALL SELECT 'heading', each.key, each.value::numeric FROM jsonb_each_text(headings) AS each) AS placed
    CROSS JOIN LATERAL (
        SELECT status AS measure, true AS is_status
        UNION ALL SELECT 'mismatch:' || field, false FROM unnest(mismatch_fields) AS field) AS measured"""


def deltas(*spreads: str) -> str:
    """An INSERT of what these come to, cell by cell; where they cancel out, of nothing."""
    united = " UNION ALL ".join(f"({each})" for each in spreads)
    return f"""
    INSERT INTO trade_figure_deltas ({CELL}, count, amount)
    SELECT {CELL}, sum(count)::bigint, sum(amount) FROM ({united}) AS united GROUP BY {CELL}
    HAVING sum(count) <> 0 OR sum(amount) <> 0"""
