# METADATA
# title: 日期未过
# description: A date, such as the end of a term, lies on or after the day of judging.
# custom:
#   facts:
#     date: {type: date}
#   words:
#     seen: "{date.title}：{day}"
#     passed: "{date.title} {day}，到判定日 {as_of} 已过"
package checks.date_not_passed

# METADATA
# description: The date.
requires contains "facts.date"

# METADATA
# description: The date.
observations contains {"code": "seen", "day": input.facts.date}

# METADATA
# description: The date lies before the day of judging.
shortfalls contains {"code": "passed", "day": input.facts.date, "as_of": input.as_of} if not _ahead

_ahead if input.facts.date >= input.as_of
