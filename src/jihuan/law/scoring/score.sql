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
--     moves BOOLEAN                   whether something of the project does not apply, so that weights move, as in projects
--   projects      one row for each project
--     project BIGINT, policy INT
--     weight INT                      分值 of 预算执行率 in hundredths; 0 where the sheet does not score it by itself
--     budget, executed BIGINT         全年预算数 and 全年执行数 in one unit; NULL: missing
--     stated_total BIGINT             总分 that somebody filled in, in hundredths; NULL: none
--     moves BOOLEAN                   whether a row with a weight does not apply, or 预算执行率 with one (nothing of nothing)
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
--    Few projects are concerned: ``moves`` says which, so that the others are not read twice. home is the first row of those that share a
--    pool, base what they weigh together, pool what they get; what finds no base goes on to the next wider pool.
-- name: execution
SELECT project, policy, weight, budget, executed, stated_total, moves,
    CASE
        WHEN weight = 0 THEN 'not_listed'
        WHEN weight NOT BETWEEN 0 AND 10000 THEN 'weight_out_of_bounds'
        WHEN budget IS NULL OR executed IS NULL THEN 'missing'
        WHEN budget NOT BETWEEN 0 AND 100000000000000 THEN 'out_of_bounds'
        WHEN executed NOT BETWEEN 0 AND 100000000000000 THEN 'out_of_bounds'
        WHEN budget = 0 AND executed = 0 AND moves THEN 'not_applicable'
        WHEN budget = 0 THEN 'no_budget'
        WHEN executed >= budget THEN 'reached'
        ELSE 'proportional'
    END AS outcome
FROM projects;

-- name: moved_weights
WITH
touched AS (
    SELECT project, 0 AS freed FROM indicators WHERE moves AND rule = 'not_applicable' AND weight BETWEEN 1 AND 10000
    UNION ALL
    SELECT project, weight AS freed FROM execution WHERE moves AND budget = 0 AND outcome = 'not_applicable'
),
freed AS (SELECT project, CAST(SUM(freed) AS BIGINT) AS freed FROM touched GROUP BY project),
printed AS (
    SELECT r.project, r.position, r.weight, r.rule <> 'not_applicable' AS applies, f.freed,
        CASE WHEN p.by_level = 1 THEN r.level1 ELSE CAST(r.position AS VARCHAR(11)) END AS level1,
        CASE WHEN p.by_level = 1 THEN r.level2 ELSE '' END AS level2
    FROM indicators r JOIN freed f ON r.project = f.project JOIN policies p ON r.policy = p.policy
    WHERE r.moves AND r.weight BETWEEN 0 AND 10000
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

-- 2. The weight after what did not apply gave its own away; printed is what the sheet says. Of a sheet in which nothing moves, the
--    engine asks only the first half.
-- name: weighed
SELECT project, position, policy, rule, target, upper, actual, one, percent, cause, stated, moves, weight AS printed, weight
FROM indicators WHERE NOT moves
UNION ALL
SELECT r.project, r.position, r.policy, r.rule, r.target, r.upper, r.actual, r.one, r.percent, r.cause, r.stated, r.moves, r.weight AS printed,
    CASE WHEN m.weight IS NULL THEN r.weight ELSE m.weight END AS weight
FROM indicators r LEFT JOIN moved_weights m ON r.project = m.project AND r.position = m.position
WHERE r.moves;

-- 3. The lead over the goal: how much more was done, or how much less where less is better (反向, 日期; ＝ with a goal not above
--    zero; a range passed at its upper end, which then is the goal); below zero it was not reached. None where no two figures are
--    compared.
-- name: measured
SELECT *,
    CASE WHEN rule = 'range' AND actual > upper THEN upper ELSE target END AS goal,
    CASE WHEN actual BETWEEN -1000000000000 AND 1000000000000 AND target BETWEEN -1000000000000 AND 1000000000000 THEN
        CASE
            WHEN rule = 'forward' THEN actual - target
            WHEN rule = 'reverse' OR rule = 'date' THEN target - actual
            WHEN rule = 'equal' THEN CASE WHEN target > 0 THEN actual - target ELSE target - actual END
            WHEN rule = 'range' AND upper BETWEEN target AND 1000000000000 THEN
                CASE WHEN actual > upper THEN upper - actual ELSE actual - target END
        END
    END AS lead
FROM weighed;

-- 4. What a row earns: 10 everything; 20 short of the goal, the lesser ÷ the greater of goal and actual value; 21 the same by
--    1 − excess ÷ target; 30 far over a goal set too low; 40 a band; 50 what was filled in, where its tier allows it; 60 nothing. 0 and
--    below say why there is no score: 0 not_applicable, -1 missing, -2 refused, -3 out_of_bounds, -4 weight_out_of_bounds,
--    -5 tier_outside. What most rows come to is asked first. Rows of one rule lie together in the datasets: DuckDB asks of some
--    two thousand rows at once, and does not ask what none of them can be.
-- name: judged
SELECT s.*, p.linear, p.half, p.over_part, p.over_whole, p.pass,
    p.band1, p.band2, p.band3, p.band4, p.part1, p.part2, p.part3, p.part4,
    CASE
        WHEN s.weight NOT BETWEEN 0 AND 10000 THEN -4
        WHEN s.percent AND p.bands = 1 AND s.lead IS NOT NULL AND s.rule <> 'date' THEN 40
        WHEN s.lead >= 0 THEN
            CASE
                WHEN s.cause = 'target_low' AND s.rule <> 'date' AND s.rule <> 'range' AND s.goal > 0
                    AND s.lead * p.over_whole > s.goal * p.over_part THEN 30
                ELSE 10
            END
        WHEN s.lead < 0 AND s.rule <> 'date' THEN CASE WHEN p.linear = 1 AND s.actual > s.goal THEN 21 ELSE 20 END
        WHEN s.lead < 0 AND p.late_tier = 0 THEN 60
        WHEN s.rule = 'not_applicable' THEN CASE WHEN s.moves OR COALESCE(s.printed, 0) = 0 THEN 0 ELSE -2 END
        WHEN s.rule = 'missing' THEN -1
        WHEN s.rule = 'refused' THEN -2
        WHEN s.actual IS NULL THEN -1
        WHEN s.actual NOT BETWEEN -1000000000000 AND 1000000000000 THEN -3
        WHEN s.rule = 'direct' THEN CASE WHEN s.actual = 1 THEN 10 ELSE 60 END
        WHEN s.lead IS NULL AND s.rule <> 'tier' THEN
            CASE WHEN s.target IS NULL OR s.rule = 'range' AND s.upper IS NULL THEN -2 ELSE -3 END
        WHEN s.stated IS NULL THEN -1
        WHEN s.stated NOT BETWEEN 0 AND s.printed THEN -5
        WHEN s.printed = 0 OR s.printed IS NULL THEN 50
        WHEN s.rule = 'date' THEN CASE WHEN s.stated * 10000 < s.printed * p.high THEN 50 ELSE -5 END
        WHEN s.actual = CASE
            WHEN s.stated * 10000 >= s.printed * p.high THEN 3
            WHEN s.stated * 10000 >= s.printed * p.low THEN 2
            ELSE 1
        END THEN 50
        ELSE -5
    END AS number
FROM measured s JOIN policies p ON s.policy = p.policy;

-- 5. The part ÷ whole of the weight that it earns.
-- name: shares
SELECT *,
    CASE
        WHEN number = 10 THEN 1
        WHEN number = 20 THEN GREATEST(LEAST(actual, goal), 0)
        WHEN number <= 0 THEN NULL
        WHEN number = 21 THEN GREATEST(goal + lead, 0)
        WHEN number = 30 THEN GREATEST(goal * (over_whole + over_part) - lead * over_whole, 0)
        WHEN number = 40 THEN
            CASE
                WHEN actual * 100 >= band1 * one THEN part1
                WHEN actual * 100 >= band2 * one THEN part2
                WHEN actual * 100 >= band3 * one THEN part3
                WHEN actual * 100 >= band4 * one THEN part4
                ELSE 0
            END
        WHEN number = 50 THEN stated
        ELSE 0
    END AS part,
    CASE
        WHEN number = 10 THEN 1
        WHEN number = 20 THEN GREATEST(actual, goal, 1)
        WHEN number = 21 THEN GREATEST(goal, 1)
        WHEN number = 30 THEN goal * over_whole
        WHEN number = 40 THEN 10000
        WHEN number = 50 THEN GREATEST(printed, 1)
        ELSE 1
    END AS whole
FROM judged;

-- 6. The score: weight × part ÷ whole, to a hundredth; nothing below 及格门槛. A tier keeps the share of its weight that was filled in.
--    outcome is the case in a word.
-- name: scored_indicators
SELECT project, position, policy, rule, printed, weight, actual, goal, part, whole, stated, number,
    rule = 'reverse' OR rule = 'date' OR rule = 'equal' AND goal <= 0 OR rule = 'range' AND lead < 0 AND actual > goal AS reverse,
    CASE
        WHEN number = 0 THEN 'not_applicable'
        WHEN number = -1 THEN 'missing'
        WHEN number = -2 THEN 'refused'
        WHEN number = -3 THEN 'out_of_bounds'
        WHEN number = -4 THEN 'weight_out_of_bounds'
        WHEN number = -5 THEN 'tier_outside'
        WHEN number = 30 THEN 'over_target_low'
        WHEN number = 40 THEN 'band'
        WHEN rule = 'direct' THEN 'direct'
        WHEN rule = 'tier' THEN 'tier'
        WHEN rule = 'date' THEN CASE WHEN number = 10 THEN 'on_time' WHEN number = 50 THEN 'late_tier' ELSE 'late' END
        WHEN number = 10 AND (rule = 'range' OR goal <= 0 OR lead * over_whole <= goal * over_part) THEN 'reached'
        WHEN number = 10 THEN CASE WHEN cause = 'external' THEN 'over_external' ELSE 'over_unexplained' END
        WHEN part = 0 THEN 'missed'
        WHEN part * 10000 < whole * pass THEN 'below_pass'
        WHEN number = 21 THEN 'reverse_linear'
        WHEN actual > goal THEN 'reverse_ratio'
        ELSE 'proportional'
    END AS outcome,
    CASE
        WHEN number = 0 THEN 'not_applicable'
        WHEN number = -1 THEN 'missing'
        WHEN number < 0 THEN 'refused'
        WHEN weight IS NULL THEN 'missing'
        ELSE 'scored'
    END AS status,
    CASE
        WHEN number = 10 THEN weight
        WHEN number <= 0 THEN NULL
        WHEN number < 30 AND part * 10000 < whole * pass THEN 0 * weight
        ELSE CAST(div(2 * weight * part + half * whole, 2 * whole) AS INT)
    END AS score
FROM shares;

-- 7. The project: 预算执行率 and the indicators, the total, its 等级. With anything missing or refused there is no total.
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
