-- Measures over projects and their scores. One text for DuckDB and Spark SQL: whole numbers, no division but div(a, b),
-- which both runners know as the whole part of a ÷ b. Amounts are 分, points and rates are hundredths.
-- {dimensions} stands for columns of `facts`.

-- facts: one row for each project, with what it is counted by
SELECT
    p.project, p.name, p.agency, p.region, p.department, p.category, p.year,
    substring(p.region, 1, 2) AS province, substring(p.region, 1, 4) AS city,
    '' AS overall, p.amount, p.spent, s.total, s.grade, s.status, s.outcome, s.complete
FROM projects p LEFT JOIN scored_projects s ON s.project = p.project;

-- averages: how many projects, how many of them with a total score, its sum, least and greatest; what was planned and spent
SELECT
    {dimensions}, count(*) AS projects, count(total) AS scored,
    sum(CAST(total AS DECIMAL(38, 0))) AS points, min(total) AS least, max(total) AS greatest,
    sum(CAST(amount AS DECIMAL(38, 0))) AS amount,
    sum(CAST(CASE WHEN spent IS NOT NULL THEN amount END AS DECIMAL(38, 0))) AS reported,
    sum(CAST(CASE WHEN amount IS NOT NULL THEN spent END AS DECIMAL(38, 0))) AS spent
FROM facts GROUP BY {dimensions};

-- grades: how many projects reached which grade
SELECT {dimensions}, grade, count(*) AS projects FROM facts WHERE grade IS NOT NULL GROUP BY {dimensions}, grade;

-- rules: how often each rule failed, in how many documents
SELECT {dimensions}, rule, level, count(*) AS findings, count(DISTINCT document) AS documents
FROM failures GROUP BY {dimensions}, rule, level;

-- failures: findings that are failures, with what they are counted by
SELECT
    f.document, f.rule, f.level, '' AS overall, COALESCE(p.region, d.region) AS region,
    substring(COALESCE(p.region, d.region), 1, 2) AS province, substring(COALESCE(p.region, d.region), 1, 4) AS city,
    COALESCE(p.department, d.department) AS department, p.agency, p.category, COALESCE(p.year, d.year) AS year
FROM findings f JOIN documents d ON d.document = f.document LEFT JOIN projects p ON p.project = f.project
WHERE f.outcome = 'fail';

-- costs: 分 for one unit of the first quantity (in millionths) that a project promises; its peers promise the same in the same unit
SELECT p.project, q.thing, q.unit, div(p.amount * 1000000, q.quantity) AS cost
FROM projects p JOIN (
    SELECT
        project, min_by(level3, position) AS thing, min_by(unit, position) AS unit,
        min_by(quantity, position) AS quantity
    FROM indicators
    WHERE level2 LIKE '%数量%' AND quantity > 0 AND unit IS NOT NULL
    GROUP BY project
) q ON q.project = p.project
WHERE p.amount BETWEEN 1 AND 1000000000000;

-- medians: the lower median of the costs of each group of peers
SELECT thing, unit, peers, cost AS median
FROM (
    SELECT
        thing, unit, cost, count(*) OVER (PARTITION BY thing, unit) AS peers,
        row_number() OVER (PARTITION BY thing, unit ORDER BY cost) AS place
    FROM costs
) WHERE 2 * place >= peers AND 2 * place < peers + 2;

-- spreads: beside the median, the lower median of the distances from it
SELECT thing, unit, peers, median, distance AS spread
FROM (
    SELECT
        m.thing, m.unit, m.peers, m.median, abs(c.cost - m.median) AS distance,
        row_number() OVER (PARTITION BY m.thing, m.unit ORDER BY abs(c.cost - m.median)) AS place
    FROM costs c JOIN medians m ON m.thing = c.thing AND m.unit = c.unit
) WHERE 2 * place >= peers AND 2 * place < peers + 2;

-- outliers: projects whose unit cost is far from that of their peers
SELECT f.region, f.department, f.agency, f.year, f.name, s.thing, s.unit, c.cost, s.median, s.spread, s.peers, f.project
FROM costs c JOIN spreads s ON s.thing = c.thing AND s.unit = c.unit JOIN facts f ON f.project = c.project
WHERE s.peers >= {peers} AND abs(c.cost - s.median) > {far} * s.spread AND 2 * abs(c.cost - s.median) > s.median;
