# METADATA
# title: 不低于历年平均
# description: |
#   What there is now reaches the mean of earlier years. The measure is its share of the mean
#   in per cent; below the lowest of those years, or with too few of them, there is none.
# custom:
#   facts:
#     now: {type: number}
#     history: {type: list, of: number}
#   params:
#     years: {title: 比照的年数, type: integer, minimum: 1}
#   words:
#     seen: "{now.title} {now}{now.unit}，{history.title} {n} 年"
#     few: "{history.title}只有 {n} 年，应有 {years} 年，缺 {count} 年"
#     lowest: "{now.title} {now}{now.unit}，低于{history.title}的最低值 {lowest}{now.unit}"
#     below: "{now.title} {now}{now.unit}，是{history.title}平均数的 {measure}%"
package checks.at_mean_and_minimum

import data.lib.decimal

# METADATA
# description: What there is.
requires contains "facts.now"

# METADATA
# description: What there was in earlier years.
requires contains "facts.history"

# METADATA
# description: What there is, and how many years it is held against.
observations contains {"code": "seen", "now": input.facts.now, "n": count(input.facts.history)}

# METADATA
# description: Too few years, less than ever, or less than the mean.
# scope: document
shortfalls contains {
	"code": "few",
	"n": count(input.facts.history),
	"count": input.params.years - count(input.facts.history),
} if not _known

shortfalls contains {"code": "lowest", "now": input.facts.now, "lowest": min(input.facts.history)} if {
	_known
	not _above_lowest
}

shortfalls contains {"code": "below", "now": input.facts.now} if {
	_known
	_above_lowest
	not _at_mean
}

# METADATA
# description: The share of the mean in per cent.
measure := {"done": _times_years, "due": _total, "target": 100} if {
	_known
	_above_lowest
	_total > 0
}

_known if count(input.facts.history) >= input.params.years

_above_lowest if input.facts.now >= min(input.facts.history)

_at_mean if _times_years >= _total

_times_years := decimal.millionths(input.facts.now) * count(input.facts.history)

_total := sum([decimal.millionths(year) | some year in input.facts.history])
