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
-- and says five relations by name, each in the words of those before it; the last two are what it is for: scored_indicators
-- and scored_projects. Whoever runs it makes a view or a table of each (engine.statements).
--
-- Bounds: values to 10^12, amounts to 10^14, weights to 100 points, the threshold to 200 % in whole percents; inside them no
-- product leaves 64 bits, outside them a row is refused.

-- 1. What there is to judge: rows that cannot be judged say why.
-- name: readable
SELECT project, position, policy, level1, level2, weight, target, upper, actual, one, percent, cause, stated,
    CASE
        WHEN weight NOT BETWEEN 0 AND 10000 THEN 'weight_out_of_bounds'
        WHEN rule IN ('not_applicable', 'missing', 'refused') THEN rule
        WHEN actual IS NULL THEN 'missing'
        WHEN actual NOT BETWEEN -1000000000000 AND 1000000000000 THEN 'out_of_bounds'
        WHEN rule IN ('tier', 'direct') THEN rule
        WHEN target NOT BETWEEN -1000000000000 AND 1000000000000 THEN 'out_of_bounds'
        WHEN rule <> 'range' THEN rule
        WHEN upper NOT BETWEEN target AND 1000000000000 THEN 'out_of_bounds'
        ELSE rule
    END AS rule
FROM indicators;

-- 2. Weights: what does not apply gives its weight, in proportion, to the rows of the same 二级指标; where none is left
--    there, of the same 一级指标; where none is left there either, of the project. 预算执行率 that does not apply gives
--    its weight to all rows. Hundredths go to the largest remainders, the earlier row first, so that nothing is lost.
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
    SELECT project, 0 AS freed FROM readable WHERE rule = 'not_applicable' AND weight > 0
    UNION ALL
    SELECT project, weight AS freed FROM execution WHERE outcome = 'not_applicable'
),
freed AS (SELECT project, SUM(freed) AS freed FROM touched GROUP BY project),
printed AS (
    SELECT r.project, r.position, r.weight, r.rule <> 'not_applicable' AS applies, f.freed,
        CASE WHEN p.by_level = 1 THEN r.level1 ELSE '' END AS level1,
        CASE WHEN p.by_level = 1 THEN r.level2 ELSE '' END AS level2
    FROM readable r JOIN freed f ON r.project = f.project JOIN policies p ON r.policy = p.policy
    WHERE r.weight BETWEEN 0 AND 10000
),
pool2 AS (
    SELECT *,
        SUM(CASE WHEN applies THEN weight ELSE 0 END) OVER (PARTITION BY project, level1, level2) AS base,
        SUM(CASE WHEN applies THEN 0 ELSE weight END) OVER (PARTITION BY project, level1, level2) AS pool
    FROM printed
),
rank2 AS (
    SELECT *,
        CASE WHEN NOT applies OR base = 0 THEN 0 ELSE div(weight * pool, base) END AS part,
        ROW_NUMBER() OVER (
            PARTITION BY project, level1, level2
            ORDER BY CASE WHEN NOT applies OR base = 0 THEN -1 ELSE weight * pool % base END DESC, position
        ) AS place
    FROM pool2
),
level2 AS (
    SELECT project, position, level1, applies, freed,
        CASE
            WHEN base = 0 THEN weight
            WHEN NOT applies THEN 0
            WHEN place <= pool - SUM(part) OVER (PARTITION BY project, level1, level2) THEN weight + part + 1
            ELSE weight + part
        END AS weight
    FROM rank2
),
pool1 AS (
    SELECT *,
        SUM(CASE WHEN applies THEN weight ELSE 0 END) OVER (PARTITION BY project, level1) AS base,
        SUM(CASE WHEN applies THEN 0 ELSE weight END) OVER (PARTITION BY project, level1) AS pool
    FROM level2
),
rank1 AS (
    SELECT *,
        CASE WHEN NOT applies OR base = 0 THEN 0 ELSE div(weight * pool, base) END AS part,
        ROW_NUMBER() OVER (
            PARTITION BY project, level1
            ORDER BY CASE WHEN NOT applies OR base = 0 THEN -1 ELSE weight * pool % base END DESC, position
        ) AS place
    FROM pool1
),
level1 AS (
    SELECT project, position, applies, freed,
        CASE
            WHEN base = 0 THEN weight
            WHEN NOT applies THEN 0
            WHEN place <= pool - SUM(part) OVER (PARTITION BY project, level1) THEN weight + part + 1
            ELSE weight + part
        END AS weight
    FROM rank1
),
pool0 AS (
    SELECT *,
        SUM(CASE WHEN applies THEN weight ELSE 0 END) OVER (PARTITION BY project) AS base,
        SUM(CASE WHEN applies THEN 0 ELSE weight END) OVER (PARTITION BY project) + freed AS pool
    FROM level1
),
rank0 AS (
    SELECT *,
        CASE WHEN NOT applies OR base = 0 THEN 0 ELSE div(weight * pool, base) END AS part,
        ROW_NUMBER() OVER (
            PARTITION BY project
            ORDER BY CASE WHEN NOT applies OR base = 0 THEN -1 ELSE weight * pool % base END DESC, position
        ) AS place
    FROM pool0
)
SELECT project, position,
    CASE
        WHEN base = 0 THEN weight
        WHEN NOT applies THEN 0
        WHEN place <= pool - SUM(part) OVER (PARTITION BY project) THEN weight + part + 1
        ELSE weight + part
    END AS weight
FROM rank0;

-- 3. Which end of the target counts, and from which side: ＝ asks for no more than the target where it is not above zero.
-- name: sided
SELECT r.project, r.position, r.policy, r.rule, r.target, r.upper, r.actual, r.one, r.percent, r.cause, r.stated,
    r.weight AS printed, COALESCE(m.weight, r.weight) AS weight,
    CASE WHEN r.rule = 'range' AND r.actual > r.upper THEN r.upper ELSE r.target END AS goal,
    CASE
        WHEN r.rule IN ('reverse', 'date') THEN TRUE
        WHEN r.rule = 'equal' THEN r.target <= 0
        WHEN r.rule = 'range' THEN r.actual > r.upper
        ELSE FALSE
    END AS reverse
FROM readable r LEFT JOIN moved_weights m ON r.project = m.project AND r.position = m.position;

-- 4. The case: what the law says of such a row.
-- name: judged
SELECT s.*, p.linear, p.half, p.over_part, p.over_whole, p.high, p.low,
    CASE
        WHEN s.percent AND p.bands = 1 THEN
            CASE
                WHEN s.actual * 100 >= p.band1 * s.one THEN p.part1
                WHEN s.actual * 100 >= p.band2 * s.one THEN p.part2
                WHEN s.actual * 100 >= p.band3 * s.one THEN p.part3
                WHEN s.actual * 100 >= p.band4 * s.one THEN p.part4
                ELSE 0
            END
    END AS band,
    CASE
        WHEN s.rule IN ('forward', 'reverse', 'equal', 'range') THEN
            CASE
                WHEN s.percent AND p.bands = 1 THEN 'band'
                WHEN NOT s.reverse AND s.actual >= s.goal OR s.reverse AND s.actual <= s.goal THEN
                    CASE
                        WHEN s.rule = 'range' OR s.goal <= 0 THEN 'reached'
                        WHEN NOT s.reverse AND s.actual * p.over_whole <= s.goal * (p.over_whole + p.over_part) THEN 'reached'
                        WHEN s.reverse AND s.actual * p.over_whole >= s.goal * (p.over_whole - p.over_part) THEN 'reached'
                        WHEN s.cause = 'target_low' THEN 'over_target_low'
                        WHEN s.cause = 'external' THEN 'over_external'
                        ELSE 'over_unexplained'
                    END
                WHEN s.goal <= 0 OR s.actual <= 0 THEN 'missed'
                WHEN NOT s.reverse AND s.actual * 10000 < s.goal * p.pass THEN 'below_pass'
                WHEN NOT s.reverse THEN 'proportional'
                WHEN p.linear = 0 AND s.goal * 10000 < s.actual * p.pass THEN 'below_pass'
                WHEN p.linear = 0 THEN 'reverse_ratio'
                WHEN s.actual >= 2 * s.goal THEN 'missed'
                WHEN (2 * s.goal - s.actual) * 10000 < s.goal * p.pass THEN 'below_pass'
                ELSE 'reverse_linear'
            END
        WHEN s.rule = 'date' AND s.actual <= s.goal THEN 'on_time'
        WHEN s.rule = 'date' AND p.late_tier = 0 THEN 'late'
        WHEN s.rule IN ('tier', 'date') THEN
            CASE
                WHEN s.stated IS NULL THEN 'missing'
                WHEN s.stated < 0 OR s.stated > s.printed THEN 'tier_outside'
                WHEN s.printed = 0 THEN 'tier'
                WHEN s.rule = 'date' AND s.stated * 10000 >= s.printed * p.high THEN 'tier_outside'
                WHEN s.rule = 'date' THEN 'late_tier'
                WHEN s.actual = 3 AND s.stated * 10000 < s.printed * p.high THEN 'tier_outside'
                WHEN s.actual = 2 AND s.stated * 10000 >= s.printed * p.high THEN 'tier_outside'
                WHEN s.actual = 2 AND s.stated * 10000 < s.printed * p.low THEN 'tier_outside'
                WHEN s.actual = 1 AND s.stated * 10000 >= s.printed * p.low THEN 'tier_outside'
                ELSE 'tier'
            END
        ELSE s.rule
    END AS outcome
FROM sided s JOIN policies p ON s.policy = p.policy;

-- 5. The score: weight × part ÷ whole, to a hundredth. A tier keeps the share of its weight that was filled in.
-- name: shares
SELECT *,
    CASE
        WHEN outcome IN ('reached', 'over_external', 'over_unexplained', 'on_time') THEN 1
        WHEN outcome = 'proportional' THEN actual
        WHEN outcome = 'reverse_ratio' THEN goal
        WHEN outcome = 'reverse_linear' THEN 2 * goal - actual
        WHEN outcome = 'over_target_low' AND reverse THEN GREATEST(actual * over_whole + goal * over_part, 0)
        WHEN outcome = 'over_target_low' THEN GREATEST(goal * (2 * over_whole + over_part) - actual * over_whole, 0)
        WHEN outcome = 'band' THEN band
        WHEN outcome IN ('tier', 'late_tier') THEN stated
        WHEN outcome = 'direct' THEN actual
        WHEN outcome IN ('missed', 'below_pass', 'late') THEN 0
    END AS part,
    CASE
        WHEN outcome IN ('proportional', 'reverse_linear') THEN goal
        WHEN outcome = 'reverse_ratio' THEN actual
        WHEN outcome = 'over_target_low' THEN goal * over_whole
        WHEN outcome = 'band' THEN 10000
        WHEN outcome IN ('tier', 'late_tier') THEN GREATEST(printed, 1)
        ELSE 1
    END AS whole
FROM judged;

-- name: scored_indicators
SELECT project, position, policy, outcome, rule, printed, weight, goal, actual, reverse, part, whole, stated,
    CASE
        WHEN outcome = 'not_applicable' THEN 'not_applicable'
        WHEN outcome = 'missing' THEN 'missing'
        WHEN part IS NULL THEN 'refused'
        WHEN weight IS NULL THEN 'missing'
        ELSE 'scored'
    END AS status,
    CASE WHEN weight BETWEEN 0 AND 10000 THEN div(2 * weight * part + half * whole, 2 * whole) END AS score
FROM shares;

-- 6. The project: 预算执行率 and the indicators, the total, its 等级. With anything missing or refused there is no total.
-- name: scored_projects
WITH
sums AS (
    SELECT project, COUNT(score) AS scored, SUM(score) AS points,
        SUM(CASE WHEN weight BETWEEN 0 AND 10000 THEN weight ELSE 0 END) AS weights,
        SUM(CASE WHEN status IN ('missing', 'refused') THEN 1 ELSE 0 END) AS open
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
        COALESCE(s.scored, 0) > 0 AND s.open = 0 AND x.status IN ('scored', 'not_applicable') AS complete,
        x.executed * 10000 < x.budget * x.cap_below AS capped
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
