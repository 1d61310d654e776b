-- +goose Up

-- Whose act a condition of a move asks for is found by the table spoke too, as kind
-- 6. "b" of a condition are actors: "12,15".
INSERT INTO spoke (kind, actor, said, line)
SELECT DISTINCT 6, CAST(a AS BIGINT), m.said, m.id
FROM move m, json_array_elements(CAST(m.terms AS JSON)) c, regexp_split_to_table(c ->> 'b', ',') a
WHERE m.terms <> '' AND c ->> 'b' <> ''
ON CONFLICT DO NOTHING;
