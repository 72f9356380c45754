-- Projects {first} up to {last} of the seed {seed}, and twelve indicators of each: whole numbers drawn from hash(), the columns of
-- law/scoring/score.sql and a few labels. `planted` names the defect that was put into a row; NULL where it is sound.
-- It reads categories, templates (the files beside this one), laws (which policy holds in which region and year).

-- projects: who and when; budget and execution in 分
WITH drawn AS (
    SELECT
        range AS project, draw(range, {seed}) AS h, draw(range, {seed} + 1) AS money, draw(range * 16 + 1, {seed}) AS first,
        {provinces} AS provinces, {departments} AS departments
    FROM range({first}, {last})
), placed AS (
    SELECT
        project, money, first,
        provinces[1 + h % len(provinces)] || lpad(CAST(1 + h // 100 % 9 AS VARCHAR), 2, '0') || CAST(21 + h // 1000 % 10 AS VARCHAR) AS region,
        departments[1 + h // 10000 % len(departments)] AS department,
        1 + h // 1000000 % (SELECT count(*) FROM categories) AS number,
        CAST({year} - h // 100000000 % {years} AS INTEGER) AS year,
        CASE WHEN money % 1000 < 6 THEN 'unit_cost' WHEN money % 1000 = 6 THEN 'no_budget'
             WHEN money % 1000 = 7 THEN 'overspent' WHEN money % 1000 = 8 THEN 'not_reported' END AS planted
    FROM drawn
), priced AS (
    SELECT
        p.*, c.category, c.thing,
        CASE planted WHEN 'no_budget' THEN 0 WHEN 'unit_cost' THEN 6 ELSE 1 END
            * (q.low + first // 1000000000 % (q.high - q.low + 1)) * (c.low + money // 1000 % (c.high - c.low + 1)) AS budget
    FROM placed p JOIN categories c ON c.number = p.number JOIN templates q ON q.category = c.category AND q.position = 1
), absent AS (
    SELECT p.project FROM priced p JOIN templates t ON t.category = p.category OR t.category = '*'
    WHERE draw(p.project * 16 + t.position, {seed}) % 1000 BETWEEN 990 AND 994
)
SELECT
    CAST(p.project AS BIGINT) AS project, l.policy, CAST(1000 AS INTEGER) AS weight, CAST(budget AS BIGINT) AS budget,
    CAST(CASE planted WHEN 'not_reported' THEN NULL WHEN 'overspent' THEN budget * 12 // 10
         ELSE budget * (1000 - least(money // 1000000 % 400, money // 1000000000 % 400)) // 1000 END AS BIGINT) AS executed,
    CAST(NULL AS BIGINT) AS stated_total,
    planted IS NOT DISTINCT FROM 'no_budget' OR p.project IN (SELECT project FROM absent) AS moves, budget AS amount, executed AS spent,
    p.region, p.department, p.region || p.department AS agency, p.category, p.year,
    p.year || '年' || p.department || p.thing || '经费（' || p.project || '）' AS name, p.planted
FROM priced p JOIN laws l ON l.region = p.region AND l.year = p.year;

-- indicators: what was promised and what became of it; values in hundredths (dates: the number of the day), points in hundredths;
-- projects in which something does not apply last, and rows of one rule together, as law/scoring/score.sql likes them
WITH drawn AS (
    SELECT p.project, p.policy, p.year, p.moves, t.*, draw(p.project * 16 + t.position, {seed}) AS h
    FROM made p JOIN templates t ON t.category = p.category OR t.category = '*'
), judged AS (
    SELECT
        *, low + h // 1000000000 % (high - low + 1) AS promised, h % 1000 AS luck, h // 1000 % 1000 AS much, h // 1000000 % 1000 AS chance,
        CASE WHEN luck BETWEEN 990 AND 994 THEN NULL WHEN chance < 2 THEN 'missing' WHEN chance < 4 THEN 'weight'
             WHEN rule = 'tier' THEN CASE WHEN chance < 12 THEN 'outside_tier' END WHEN chance < 8 THEN 'stated'
             WHEN rule = 'forward' AND unit <> '%' THEN CASE chance WHEN 8 THEN 'absurd' WHEN 9 THEN 'negative' WHEN 10 THEN 'no_cause' END
        END AS planted
    FROM drawn
), reached AS (
    -- permille of the target: nine of ten reach it or nearly, some do not, a few do far more than they promised
    SELECT
        *, CASE WHEN planted = 'no_cause' THEN 1400 + much WHEN luck < 780 THEN 1000 + much % 90 WHEN luck < 900 THEN 880 + much % 120
                WHEN luck < 950 THEN 500 + much % 380 WHEN luck < 970 THEN much % 500 WHEN luck < 990 THEN 1310 + much ELSE 1000 END AS part,
        CASE WHEN luck < 900 THEN 3 WHEN luck < 970 THEN 2 ELSE 1 END AS tier, CASE unit WHEN '%' THEN 10 ELSE 100 END AS step,
        CASE WHEN planted = 'missing' THEN 'missing' WHEN luck BETWEEN 990 AND 994 THEN 'not_applicable' ELSE rule END AS judged_by,
        CASE rule WHEN 'tier' THEN NULL WHEN 'date' THEN last_day(make_date(year, promised, 1)) - DATE '1970-01-01' + 719163
             ELSE 100 * promised END AS target
    FROM judged
)
SELECT
    project, CAST(position AS INTEGER) AS position, policy, level1, level2,
    CAST(CASE planted WHEN 'weight' THEN weight + 300 ELSE weight END AS INTEGER) AS weight,
    judged_by AS rule, CAST(target AS BIGINT) AS target, CAST(CASE rule WHEN 'range' THEN target + 200 END AS BIGINT) AS upper,
    CAST(CASE judged_by WHEN 'missing' THEN NULL WHEN 'not_applicable' THEN NULL WHEN 'tier' THEN tier
         WHEN 'date' THEN target + CASE WHEN part < 1000 THEN 1 + (1000 - part) // 10 ELSE -(much % 30) END
         WHEN 'reverse' THEN target * greatest(2000 - part, 0) // 1000 // step * step + CASE WHEN target = 0 AND part < 1000 THEN 100 ELSE 0 END
         ELSE CASE planted WHEN 'absurd' THEN target + 200000000000000 WHEN 'negative' THEN -target ELSE
              least(target * part // 1000 // step * step, CASE unit WHEN '%' THEN 10000 ELSE 1000000000 END) END END AS BIGINT) AS actual,
    CAST(CASE rule WHEN 'tier' THEN 1 WHEN 'date' THEN 1 ELSE 100 END AS BIGINT) AS one, percent,
    CASE WHEN part > 1300 AND planted IS NULL THEN CASE much % 2 WHEN 0 THEN 'target_low' ELSE 'external' END ELSE '' END AS cause,
    CAST(CASE WHEN judged_by IN ('missing', 'not_applicable') THEN NULL WHEN planted = 'outside_tier' THEN weight + 100
         WHEN rule = 'tier' THEN CASE tier WHEN 3 THEN weight WHEN 2 THEN weight * 7 // 10 ELSE weight * 3 // 10 END
         WHEN planted = 'stated' THEN weight END AS BIGINT) AS stated, moves,
    level3, unit, CAST(CASE WHEN operator <> 'range' AND rule <> 'date' THEN target * 10000 END AS BIGINT) AS quantity, operator, planted
FROM reached ORDER BY moves, (project - 1) // 10000, rule, project, position;
