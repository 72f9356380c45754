-- The one definition of every score (财预〔2020〕10号), over whole numbers; DuckDB and Spark SQL run it unchanged.
-- div(a, b), the whole-number quotient, is built into Spark; DuckDB gets it from `engine.PRELUDE`.
--
-- It reads three relations:
--   indicators    one row for each indicator
--     project BIGINT, position INT    whose indicator, and which
--     policy INT                      judged by which policy
--     level1, level2 VARCHAR          inside which weights move when something does not apply ('' where not said)
--     weight INT                      分值 in hundredths of a point; NULL: none
--     rule VARCHAR                    forward (≥ ＞) · reverse (≤ ＜) · equal (＝) · range · date · tier · direct ·
--                                     not_applicable · missing · refused (the row could not be read)
--     target, upper, actual BIGINT    指标值, upper end of a range, 实际完成值 in units of 1/one; of a date the number of the
--                                     day; of a tier 3 达成, 2 部分达成, 1 未达成; of direct 1 符合, 0 不符合; NULL: missing
--     one BIGINT                      how 1 is written in target, upper and actual: 1, 10, 100 …
--     percent BOOLEAN                 a satisfaction in percent, which bands may score
--     cause VARCHAR                   why far more was done than promised: target_low · external · '' (not said)
--     stated BIGINT                   the points somebody filled in, in hundredths; NULL: none
--   projects      one row for each project
--     project BIGINT, policy INT
--     weight INT                      分值 of 预算执行率 in hundredths; 0 where the sheet does not score it by itself
--     budget, executed BIGINT         全年预算数 and 全年执行数 in one unit; NULL: missing
--     stated_total BIGINT             总分 that somebody filled in, in hundredths; NULL: none
--   policies      one row for each policy
--     policy INT
--     linear INT                      反向: 1 by 1 − excess ÷ target, 0 by target ÷ actual
--     half INT                        1 rounds half up, 0 cuts off
--     over_part, over_whole BIGINT    the threshold of over-achievement as a fraction in lowest terms
--     pass INT                        及格门槛 in ten-thousandths of the target, 0: none
--     high, low INT                   the tiers in ten-thousandths of the weight
--     late_tier INT                   a late date: 1 judged like a tier, 0 gets nothing
--     by_level INT                    what does not apply gives its weight 1 to its levels first, 0 to the whole project
--     bands INT                       满意度: 1 by bands, 0 like any other
--     band1 … band4, part1 … part4    from so many hundredths of a percent it is worth so many ten-thousandths of the weight
--     excellent, good, fair INT       least totals of 优, 良, 中 in hundredths
--     cap_below, cap_total INT        an execution below (ten-thousandths) holds the total at (hundredths); 0, 10000: no cap
-- and says its relations by name, each in the words of those before it; the last two are what it is for: scored_indicators
-- and scored_projects. Whoever runs it makes a view or a table of each (engine.statements).
--
-- Bounds: values to 10^12, amounts to 10^14, weights to 100 points, the threshold to 200 % in whole percents; inside them no
-- product leaves 64 bits, outside them a row is refused.

-- 1. Weights: what does not apply gives its weight, in proportion, to the rows of the same 二级指标; where none is left
--    there, of the same 一级指标; where none is left there either, of the project. 预算执行率 that does not apply gives
--    its weight to all rows. Hundredths go to the largest remainders, the earlier row first, so that nothing is lost.
--    Few projects are concerned; only rows whose weight changes are listed. home is the first row of those that share a
--    pool, base what they weigh together, pool what they get; what finds no base goes on to the next wider pool.
-- name: execution
SELECT project, policy, weight, budget, executed, stated_total,
    CASE
        WHEN weight = 0 THEN 'not_listed'
        WHEN weight NOT BETWEEN 0 AND 10000 THEN 'weight_out_of_bounds'
        WHEN budget IS NULL OR executed IS NULL THEN 'missing'
        WHEN budget NOT BETWEEN 0 AND 100000000000000 THEN 'out_of_bounds'
        WHEN executed NOT BETWEEN 0 AND 100000000000000 THEN 'out_of_bounds'
        WHEN budget = 0 AND executed = 0 THEN 'not_applicable'
        WHEN budget = 0 THEN 'no_budget'
        WHEN executed >= budget THEN 'reached'
        ELSE 'proportional'
    END AS outcome
FROM projects;

-- name: moved_weights
WITH
touched AS (
    SELECT project, 0 AS freed FROM indicators WHERE rule = 'not_applicable' AND weight BETWEEN 1 AND 10000
    UNION ALL
    SELECT project, weight AS freed FROM execution WHERE budget = 0 AND outcome = 'not_applicable'
),
freed AS (SELECT project, CAST(SUM(freed) AS BIGINT) AS freed FROM touched GROUP BY project),
printed AS (
    SELECT r.project, r.position, r.weight, r.rule <> 'not_applicable' AS applies, f.freed,
        CASE WHEN p.by_level = 1 THEN r.level1 ELSE CAST(r.position AS VARCHAR(11)) END AS level1,
        CASE WHEN p.by_level = 1 THEN r.level2 ELSE '' END AS level2
    FROM indicators r JOIN freed f ON r.project = f.project JOIN policies p ON r.policy = p.policy
    WHERE r.weight BETWEEN 0 AND 10000
),
pools2 AS (
    SELECT project, level1, level2, MIN(position) AS home, MAX(freed) AS freed,
        CAST(SUM(CASE WHEN applies THEN weight ELSE 0 END) AS BIGINT) AS base,
        CAST(SUM(CASE WHEN applies THEN 0 ELSE weight END) AS BIGINT) AS pool
    FROM printed GROUP BY project, level1, level2
),
pools1 AS (
    SELECT project, level1, MIN(home) AS home, MAX(freed) AS freed,
        CAST(SUM(CASE WHEN base > 0 THEN base + pool ELSE 0 END) AS BIGINT) AS base,
        CAST(SUM(CASE WHEN base > 0 THEN 0 ELSE pool END) AS BIGINT) AS pool
    FROM pools2 GROUP BY project, level1
),
pools0 AS (
    SELECT project,
        CAST(SUM(CASE WHEN base > 0 THEN base + pool ELSE 0 END) AS BIGINT) AS base,
        CAST(SUM(CASE WHEN base > 0 THEN 0 ELSE pool END) + MAX(freed) AS BIGINT) AS pool
    FROM pools1 GROUP BY project
),
homes AS (
    SELECT r.project, r.position, p2.home AS home2, p1.home AS home1, CASE WHEN r.applies THEN r.weight ELSE 0 END AS weight,
        CASE WHEN p2.base > 0 THEN p2.pool ELSE 0 END AS pool2, GREATEST(p2.base, 1) AS base2,
        CASE WHEN p1.base > 0 THEN p1.pool ELSE 0 END AS pool1, GREATEST(p1.base, 1) AS base1,
        p0.pool AS pool0, p0.base AS base0
    FROM printed r
        JOIN pools2 p2 ON r.project = p2.project AND r.level1 = p2.level1 AND r.level2 = p2.level2
        JOIN pools1 p1 ON r.project = p1.project AND r.level1 = p1.level1
        JOIN pools0 p0 ON r.project = p0.project
    WHERE p0.base > 0 AND (p2.pool > 0 OR p1.pool > 0 OR p0.pool > 0)
),
shared2 AS (
    SELECT project, position, home1, pool1, base1, pool0, base0,
        weight + div(weight * pool2, base2) + CASE
            WHEN ROW_NUMBER() OVER (PARTITION BY project, home2 ORDER BY weight * pool2 % base2 DESC, position)
                <= pool2 - SUM(div(weight * pool2, base2)) OVER (PARTITION BY project, home2) THEN 1 ELSE 0 END AS weight
    FROM homes
),
shared1 AS (
    SELECT project, position, pool0, base0,
        weight + div(weight * pool1, base1) + CASE
            WHEN ROW_NUMBER() OVER (PARTITION BY project, home1 ORDER BY weight * pool1 % base1 DESC, position)
                <= pool1 - SUM(div(weight * pool1, base1)) OVER (PARTITION BY project, home1) THEN 1 ELSE 0 END AS weight
    FROM shared2
)
SELECT project, position,
    CAST(weight + div(weight * pool0, base0) + CASE
        WHEN ROW_NUMBER() OVER (PARTITION BY project ORDER BY weight * pool0 % base0 DESC, position)
            <= pool0 - SUM(div(weight * pool0, base0)) OVER (PARTITION BY project) THEN 1 ELSE 0 END AS INT) AS weight
FROM shared1;

-- 2. What can be judged: 1 forward, 2 range not passed, 3 range passed at its upper end, 4 reverse, 5 date, 6 tier, 7 direct; ＝ is
--    forward where its goal is above zero, else reverse. 0 and below say why not: 0 not_applicable, -1 missing, -2 refused,
--    -3 out_of_bounds, -4 weight_out_of_bounds. The goal is the target; of a range that was passed its upper end.
-- name: readable
SELECT project, position, policy, rule, actual, one, percent, cause, stated, weight AS printed,
    CASE WHEN rule = 'range' AND actual > upper THEN upper ELSE target END AS goal,
    CASE
        WHEN weight NOT BETWEEN 0 AND 10000 THEN -4
        WHEN actual BETWEEN -1000000000000 AND 1000000000000 AND target BETWEEN -1000000000000 AND 1000000000000 THEN
            CASE
                WHEN rule = 'forward' THEN 1
                WHEN rule = 'reverse' THEN 4
                WHEN rule = 'equal' THEN CASE WHEN target > 0 THEN 1 ELSE 4 END
                WHEN rule = 'date' THEN 5
                WHEN rule = 'tier' THEN 6
                WHEN rule = 'direct' THEN 7
                WHEN rule = 'not_applicable' THEN 0
                WHEN rule = 'missing' THEN -1
                WHEN rule <> 'range' OR upper IS NULL THEN -2
                WHEN upper NOT BETWEEN target AND 1000000000000 THEN -3
                WHEN actual > upper THEN 3
                ELSE 2
            END
        WHEN rule = 'not_applicable' THEN 0
        WHEN rule = 'missing' THEN -1
        WHEN rule = 'refused' THEN -2
        WHEN actual IS NULL THEN -1
        WHEN actual NOT BETWEEN -1000000000000 AND 1000000000000 THEN -3
        WHEN rule = 'tier' THEN 6
        WHEN rule = 'direct' THEN 7
        WHEN target IS NULL OR rule = 'range' AND upper IS NULL THEN -2
        ELSE -3
    END AS kind
FROM indicators;

-- 3. The case, and the part ÷ whole of the weight that it earns:
--    10 reached, 11 over_external, 12 over_unexplained, 13 on_time; 20 proportional, 21 reverse_ratio, 22 reverse_linear;
--    30 over_target_low; 40 band; 50 tier, 51 late_tier, 52 direct; 60 missed, 61 below_pass, 62 late; -5 tier_outside.
--    What most rows come to is asked first. An IN with many words costs DuckDB more than the words one by one.
-- name: judged
SELECT s.*, p.linear, p.half, p.over_part, p.over_whole,
    p.band1, p.band2, p.band3, p.band4, p.part1, p.part2, p.part3, p.part4,
    CASE
        WHEN s.kind <= 0 THEN s.kind
        WHEN s.percent AND p.bands = 1 AND s.kind <= 4 THEN 40
        WHEN s.kind = 1 AND s.actual >= s.goal AND s.actual * p.over_whole <= s.goal * (p.over_whole + p.over_part) THEN 10
        WHEN s.kind = 4 AND s.actual <= s.goal AND s.actual * p.over_whole >= s.goal * (p.over_whole - p.over_part) THEN 10
        WHEN s.kind <= 2 AND s.actual < s.goal THEN
            CASE WHEN s.actual <= 0 THEN 60 WHEN s.actual * 10000 < s.goal * p.pass THEN 61 ELSE 20 END
        WHEN s.kind BETWEEN 3 AND 4 AND s.actual > s.goal THEN
            CASE
                WHEN s.goal <= 0 THEN 60
                WHEN p.linear = 0 THEN CASE WHEN s.goal * 10000 < s.actual * p.pass THEN 61 ELSE 21 END
                WHEN s.actual >= 2 * s.goal THEN 60
                WHEN (2 * s.goal - s.actual) * 10000 < s.goal * p.pass THEN 61
                ELSE 22
            END
        WHEN s.kind <= 4 THEN
            CASE
                WHEN s.kind = 2 THEN 10
                WHEN s.goal <= 0 THEN 10
                WHEN s.cause = 'target_low' THEN 30
                WHEN s.cause = 'external' THEN 11
                ELSE 12
            END
        WHEN s.kind = 7 THEN 52
        WHEN s.kind = 5 AND s.actual <= s.goal THEN 13
        WHEN s.kind = 5 AND p.late_tier = 0 THEN 62
        WHEN s.stated IS NULL THEN -1
        WHEN s.stated NOT BETWEEN 0 AND s.printed THEN -5
        WHEN s.printed = 0 OR s.printed IS NULL THEN 50
        WHEN s.kind = 5 THEN CASE WHEN s.stated * 10000 < s.printed * p.high THEN 51 ELSE -5 END
        WHEN s.stated * 10000 >= s.printed * p.high THEN CASE WHEN s.actual = 3 THEN 50 ELSE -5 END
        WHEN s.stated * 10000 >= s.printed * p.low THEN CASE WHEN s.actual = 2 THEN 50 ELSE -5 END
        WHEN s.actual = 1 THEN 50
        ELSE -5
    END AS number
FROM readable s JOIN policies p ON s.policy = p.policy;

-- name: shares
SELECT *, kind BETWEEN 3 AND 5 AS reverse,
    CASE
        WHEN number BETWEEN 1 AND 19 THEN 1
        WHEN number <= 0 THEN NULL
        WHEN number = 20 THEN actual
        WHEN number = 21 THEN goal
        WHEN number = 22 THEN 2 * goal - actual
        WHEN number = 30 AND kind = 4 THEN GREATEST(actual * over_whole + goal * over_part, 0)
        WHEN number = 30 THEN GREATEST(goal * (2 * over_whole + over_part) - actual * over_whole, 0)
        WHEN number = 40 THEN
            CASE
                WHEN actual * 100 >= band1 * one THEN part1
                WHEN actual * 100 >= band2 * one THEN part2
                WHEN actual * 100 >= band3 * one THEN part3
                WHEN actual * 100 >= band4 * one THEN part4
                ELSE 0
            END
        WHEN number < 52 THEN stated
        WHEN number = 52 THEN actual
        ELSE 0
    END AS part,
    CASE
        WHEN number < 20 THEN 1
        WHEN number = 21 THEN actual
        WHEN number < 23 THEN goal
        WHEN number = 30 THEN goal * over_whole
        WHEN number = 40 THEN 10000
        WHEN number < 52 THEN GREATEST(printed, 1)
        ELSE 1
    END AS whole
FROM judged;

-- 4. The score: weight × part ÷ whole, to a hundredth. A tier keeps the share of its weight that was filled in.
-- name: weighed
SELECT s.project, s.position, s.policy, s.rule, s.printed, s.actual, s.reverse, s.goal, s.part, s.whole, s.half, s.stated,
    COALESCE(m.weight, s.printed) AS weight, CASE WHEN m.weight > 10000 THEN -4 ELSE s.number END AS number
FROM shares s LEFT JOIN moved_weights m ON s.project = m.project AND s.position = m.position;

-- name: scored_indicators
SELECT project, position, policy, rule, printed, weight, actual, reverse, goal,
    part, whole, stated, number,
    CASE number
        WHEN 10 THEN 'reached' WHEN 11 THEN 'over_external' WHEN 12 THEN 'over_unexplained' WHEN 13 THEN 'on_time'
        WHEN 20 THEN 'proportional' WHEN 21 THEN 'reverse_ratio' WHEN 22 THEN 'reverse_linear' WHEN 30 THEN 'over_target_low'
        WHEN 40 THEN 'band' WHEN 50 THEN 'tier' WHEN 51 THEN 'late_tier' WHEN 52 THEN 'direct'
        WHEN 60 THEN 'missed' WHEN 61 THEN 'below_pass' WHEN 62 THEN 'late'
        WHEN 0 THEN 'not_applicable' WHEN -1 THEN 'missing' WHEN -2 THEN 'refused' WHEN -3 THEN 'out_of_bounds'
        WHEN -4 THEN 'weight_out_of_bounds' ELSE 'tier_outside'
    END AS outcome,
    CASE
        WHEN number = 0 THEN 'not_applicable'
        WHEN number = -1 THEN 'missing'
        WHEN number < 0 THEN 'refused'
        WHEN weight IS NULL THEN 'missing'
        ELSE 'scored'
    END AS status,
    CASE
        WHEN number BETWEEN 1 AND 19 THEN weight
        WHEN number > 0 THEN CAST(div(2 * weight * part + half * whole, 2 * whole) AS INT)
    END AS score
FROM weighed;

-- 5. The project: 预算执行率 and the indicators, the total, its 等级. With anything missing or refused there is no total.
-- name: scored_projects
WITH
sums AS (
    SELECT project, CAST(SUM(score) AS BIGINT) AS points, CAST(SUM(CASE WHEN number <> -4 THEN weight END) AS BIGINT) AS weights,
        COUNT(CASE WHEN score IS NULL AND number <> 0 THEN 1 END) AS open
    FROM scored_indicators
    GROUP BY project
),
executed AS (
    SELECT e.*, p.cap_below, p.cap_total, p.excellent, p.good, p.fair,
        CASE
            WHEN e.outcome IN ('reached', 'proportional') THEN 'scored'
            WHEN e.outcome IN ('not_listed', 'not_applicable') THEN 'not_applicable'
            WHEN e.outcome = 'missing' THEN 'missing'
            ELSE 'refused'
        END AS status,
        CASE
            WHEN e.outcome = 'reached' THEN e.weight
            WHEN e.outcome = 'proportional' THEN div(2 * e.weight * e.executed + p.half * e.budget, 2 * e.budget)
        END AS score
    FROM execution e JOIN policies p ON e.policy = p.policy
),
added AS (
    SELECT x.*, COALESCE(s.weights, 0) + CASE WHEN x.status <> 'not_applicable' AND x.weight BETWEEN 0 AND 10000 THEN x.weight ELSE 0 END AS weights,
        COALESCE(s.points, 0) + COALESCE(x.score, 0) AS points,
        s.points IS NOT NULL AND s.open = 0 AND x.status IN ('scored', 'not_applicable') AS complete,
        CASE WHEN x.status = 'scored' THEN x.executed * 10000 < x.budget * x.cap_below ELSE FALSE END AS capped
    FROM executed x LEFT JOIN sums s ON x.project = s.project
),
totals AS (
    SELECT *, CASE WHEN complete THEN CASE WHEN capped THEN LEAST(points, cap_total) ELSE points END END AS total FROM added
)
SELECT project, policy, outcome, status, weight, budget, executed, score, weights, points, complete, capped, total,
    CASE
        WHEN total >= excellent THEN '优' WHEN total >= good THEN '良' WHEN total >= fair THEN '中' WHEN total >= 0 THEN '差'
    END AS grade,
    stated_total,
    CASE
        WHEN stated_total >= excellent THEN '优' WHEN stated_total >= good THEN '良'
        WHEN stated_total >= fair THEN '中' WHEN stated_total >= 0 THEN '差'
    END AS stated_grade
FROM totals;
