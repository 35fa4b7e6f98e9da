# METADATA
# title: 全年次数与各季度次数
# description: |
#   Enough days within the twelve months that end on the reporting date, and enough of them in
#   each of the four periods of three months. A day counts once, however often it is listed.
#   The measure is the number of days against the minimum.
# custom:
#   facts:
#     dates: {type: list, of: date}
#   params:
#     min: {title: 全年最少, type: integer, minimum: 1, x-tighter: up}
#     per_quarter: {title: 每季度最少, type: integer, minimum: 1, default: 1, x-tighter: up}
#   words:
#     seen: "{dates.title}：截至 {until} 的 12 个月内 {n} 次（{days}）"
#     nothing: "{dates.title}：截至 {until} 的 12 个月内 0 次"
#     outside: "另有 {n} 次不在这 12 个月内"
#     short: "{dates.title}在 12 个月内 {n} 次，少于要求的 {min} 次，缺 {count} 次"
#     quarter: "{dates.title}在 {from} 至 {to} 有 {n} 次，少于每季度 {per_quarter} 次，缺 {count} 次"
package checks.each_quarter

import data.lib.dates

# METADATA
# description: The list of days; an empty list is an answer.
requires contains "facts.dates"

# METADATA
# description: The days within the twelve months, and how many lie outside.
# scope: document
observations contains {
	"code": "seen",
	"n": count(_days),
	"days": sort(_days),
	"until": input.reporting_date,
} if count(_days) > 0

observations contains {"code": "nothing", "until": input.reporting_date} if {
	is_array(input.facts.dates)
	count(_days) == 0
}

observations contains {"code": "outside", "n": n} if {
	n := count({day | some day in input.facts.dates} - _days)
	n > 0
}

# METADATA
# description: The year has too few days, or a period has; each counts the days that lack.
# scope: document
shortfalls contains {
	"code": "short",
	"count": input.params.min - count(_days),
	"n": count(_days),
} if not _enough

shortfalls contains {
	"code": "quarter",
	"count": input.params.per_quarter - count(_days_in[i]),
	"from": window.from,
	"to": window.to,
	"n": count(_days_in[i]),
} if {
	some i, window in _windows
	not _steady[i]
}

# METADATA
# description: The days within the twelve months against the minimum.
measure := {"value": count(_days), "target": input.params.min} if is_array(input.facts.dates)

_enough if count(_days) >= input.params.min

_steady[i] if {
	some i, days in _days_in
	count(days) >= input.params.per_quarter
}

_days := union({days | some days in _days_in})

_days_in := [days |
	some window in _windows
	days := {day |
		some day in input.facts.dates
		day >= window.from
		day <= window.to
	}
]

_windows := dates.windows(input.reporting_date)
