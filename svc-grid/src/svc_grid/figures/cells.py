"""SQL that makes cells of steps: each step counts for its territory and every one above it, in all, by class and by unit."""

from svc_grid.figures.measures import LATE, OF_ACTION

COUNTED = sorted({*OF_ACTION, *LATE})
_MEASURE = " ".join(f"WHEN '{action}' THEN '{measure}'" for action, measure in OF_ACTION.items())
_BESIDE = " ".join(f"WHEN '{action}' THEN '{measure}'" for action, measure in LATE.items())
# Instants are UTC; a figure's day is the city's.
DAY = "(at AT TIME ZONE INTERVAL '8 hours')::date"
KEY = "territory_code, dimension, key, day, measure"


def spread(source: str) -> str:
    """A SELECT of `territory_code, dimension, key, day, measure, count` from rows with a step's columns."""
    return f"""
    SELECT array_to_string((path)[1:depth], '/') AS territory_code, dimension,
        CASE dimension WHEN 'class' THEN class_code WHEN 'unit' THEN coalesce(unit_code, '') ELSE '' END AS key,
        {DAY} AS day, measure, count(*) AS count
    FROM (SELECT *, string_to_array(territory_code, '/') AS path FROM {source}) AS step
    CROSS JOIN LATERAL (SELECT CASE action {_MEASURE} END AS measure
        UNION ALL SELECT CASE action {_BESIDE} END WHERE is_late) AS measured
    CROSS JOIN LATERAL generate_series(1, cardinality(path)) AS depth
    CROSS JOIN (VALUES ('all'), ('class'), ('unit')) AS dimensions (dimension)
    WHERE measure IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5"""


# What has been folded and what has not, in one snapshot: a step is in the one or the other and never in both.
LIVE = f"""(SELECT {KEY}, count FROM case_counts
    UNION ALL {spread("(SELECT * FROM case_steps WHERE NOT is_folded) AS fresh")}) AS live"""
