"""Items are found by keywords and guides too, and narrowed by what a guide tells."""

from alembic import op

revision = "0007"
down_revision = "0006"

_NARROWED_BY = ("level", "case_type", "base_code", "visits", "online_depth")
# As the code makes them: characters, pairs of neighbours, other words; each with its class.
_WORDS = r"""
    CREATE FUNCTION words_0007(given text, class text, shortest integer) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
        SELECT coalesce(string_agg(DISTINCT '''' || term || '''\:1' || class, ' '), '')::tsvector
        FROM regexp_matches(
                lower(normalize(given, NFKC)), '[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[0-9a-z]+', 'g'
             ) AS found (run),
             LATERAL (
                SELECT left(run[1], 64) WHERE run[1] ~ '^[0-9a-z]+$'
                UNION ALL
                SELECT substr(run[1], at, size) FROM generate_series(1, length(run[1])) AS at, generate_series(1, 2) AS size
                WHERE run[1] !~ '^[0-9a-z]+$' AND at + size <= length(run[1]) + 1
             ) AS terms (term)
        WHERE length(term) >= shortest
    $$"""
_FILL = """
    UPDATE items SET
        search = words_0007(name, 'A', 1) || words_0007(array_to_string(keywords, ' '), 'B', 1),
        search_rest = words_0007(concat_ws(' ',
            guide ->> 'conditions',
            (SELECT string_agg(each ->> 'name', ' ') FROM jsonb_array_elements(guide -> 'results') AS each),
            (SELECT string_agg(each ->> 'name', ' ') FROM jsonb_array_elements(materials) AS each)), 'C', 2)
    WHERE abs(hashtext(id::text)) % {parts} = {part}"""
# A thousand items take a second, and a statement may take five.
_PARTS = 40


def upgrade() -> None:
    op.execute("ALTER TABLE items ADD COLUMN search_rest tsvector NOT NULL DEFAULT ''")
    op.execute(_WORDS)
    for part in range(_PARTS):
        op.execute(_FILL.format(parts=_PARTS, part=part))
    op.execute("DROP FUNCTION words_0007")
    op.execute("CREATE INDEX ix_items_search_rest ON items USING gin (search_rest)")
    for column in _NARROWED_BY:
        op.execute(f"CREATE INDEX ix_items_{column} ON items ({column}, id)")
    for column in ("channels", "applicant_kinds"):
        op.execute(f"CREATE INDEX ix_items_{column} ON items USING gin ({column})")
    for column in ("is_in_hall", "is_open_to_centres"):
        op.execute(f"CREATE INDEX ix_items_{column} ON items (id) WHERE {column}")


def downgrade() -> None:
    for column in (*_NARROWED_BY, "channels", "applicant_kinds", "is_in_hall", "is_open_to_centres"):
        op.execute(f"DROP INDEX ix_items_{column}")
    op.execute("ALTER TABLE items DROP COLUMN search_rest")
