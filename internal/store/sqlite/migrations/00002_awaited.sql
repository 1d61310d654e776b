-- +goose Up

-- Whose act a condition of a move asks for is found by the table spoke too, as kind
-- 6. "b" of a condition are actors: "12,15".
INSERT OR IGNORE INTO spoke (kind, actor, said, line)
SELECT 6, a.value, m.said, m.id
FROM move m, json_each(m.terms) c, json_each('[' || json_extract(c.value, '$.b') || ']') a
WHERE m.terms <> '' AND json_extract(c.value, '$.b') <> '';
