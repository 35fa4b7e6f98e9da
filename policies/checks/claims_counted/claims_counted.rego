# METADATA
# title: 计入的积分申报
# description: |
#   Claims for one item, or their hours, that count in the calendar year of the reporting date: claimed in
#   time, reviewed by another than claimant and person, the first of its activity. Measured against a most.
# custom:
#   params:
#     item: {title: 积分事项, type: string, minLength: 1, x-enum-of: claims.item}
#     by: {title: 按什么计, type: string, enum: [次, 小时], default: 次}
#     within_days: {title: 活动后几天内申报, type: integer, minimum: 0, x-tighter: down}
#     most: {title: 全年最多计, type: integer, minimum: 1}
#   words:
#     counted: "{year} 年计入 {n} {by}（{activities}）"
#     nothing: "{year} 年没有计入的申报"
#     over: "全年最多计 {most} {by}，多出的 {extra} {by}不再得分"
#     unreviewed: "{activities}没有经填报人和本人以外的人审核通过，不计"
#     late: "{activities}没有在活动后 {within_days} 天内申报，不计"
#     other_year: "{activities}不在 {year} 年，或晚于统计截止日，不计"
#     repeated: "{activities}已经计过一次，不重复计"
#     no_hours: "{activities}没有写时长，没有小时可计"
#     short: "计入 {n} {by}，全年最多计 {most} {by}，还可以计 {count} {by}"
package checks.claims_counted

import data.lib.dates

# METADATA
# description: The claims; an empty list is an answer.
requires contains "claims"

# METADATA
# description: What counts, and what does not and why.
# scope: document
observations contains {"code": "counted", "n": _n, "year": _year, "activities": sort(names)} if {
	names := {claim.activity | some claim in _counted}
	_n > 0
}

observations contains {"code": "nothing", "year": _year} if {
	is_array(input.evidence.claims)
	_n == 0
}

observations contains {"code": "over", "extra": _n - input.params.most} if _n > input.params.most

observations contains {"code": "unreviewed", "activities": sort(names)} if {
	names := {claim.activity | some claim in _claims; not _reviewed(claim)}
	count(names) > 0
}

observations contains {"code": "late", "activities": sort(names)} if {
	names := {claim.activity | some claim in _claims; not _timely(claim)}
	count(names) > 0
}

observations contains {"code": "other_year", "activities": sort(names), "year": _year} if {
	names := {claim.activity | some claim in _claims; not _this_year(claim)}
	count(names) > 0
}

observations contains {"code": "repeated", "activities": sort(names)} if {
	names := {_claims[i].activity | some i in (_sound - _first)}
	count(names) > 0
}

observations contains {"code": "no_hours", "activities": sort(names)} if {
	input.params.by == "小时"
	names := {claim.activity | some claim in _claims; not claim.hours}
	count(names) > 0
}

# METADATA
# description: Less counts than the year allows; counts how much more could.
shortfalls contains {"code": "short", "count": input.params.most - _n, "n": _n} if _n < input.params.most

# METADATA
# description: What counts against the most that the year allows.
measure := {"value": _n, "target": input.params.most} if is_array(input.evidence.claims)

_n := count(_counted) if input.params.by == "次"

_n := sum([claim.hours | some claim in _counted]) if input.params.by == "小时"

_counted := [claim | some i, claim in _claims; i in _first]

# The claims for this item, by their place among all.
_claims[i] := claim if {
	some i, claim in input.evidence.claims
	claim.item == input.params.item
}

# Of all claims for one activity, the first.
_first := {min(places) | some places in _places}

_places[input.evidence.claims[i].activity] contains i if some i in _sound

_sound contains i if {
	some i, claim in input.evidence.claims
	_reviewed(claim)
	_timely(claim)
	_this_year(claim)
}

_reviewed(claim) if {
	claim.reviewed
	claim.reviewer != claim.claimed_by
	claim.reviewer != input.subject.name
}

_timely(claim) if {
	claim.claimed_on >= claim.date
	claim.claimed_on <= dates.days_after(claim.date, input.params.within_days)
	claim.claimed_on <= input.as_of
}

_this_year(claim) if {
	substring(claim.date, 0, 4) == _year
	claim.date <= input.reporting_date
}

_year := substring(input.reporting_date, 0, 4)
