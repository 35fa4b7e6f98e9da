# METADATA
# title: 近期更新
# description: The last update lies within so many months before the day of judging, and not after it.
# custom:
#   facts:
#     date: {type: date}
#   params:
#     months: {title: 几个月以内, type: integer, minimum: 1, x-tighter: down}
#   words:
#     seen: "{date.title}：{day}"
#     stale: "{date.title} {day}，距判定日 {as_of} 超过 {months} 个月"
#     future: "{date.title} {day} 晚于判定日 {as_of}"
package checks.updated_within

import data.lib.dates

# METADATA
# description: The day of the last update.
requires contains "facts.date"

# METADATA
# description: The day of the last update.
observations contains {"code": "seen", "day": input.facts.date}

# METADATA
# description: The last update is too old, or dated after the day of judging.
# scope: document
shortfalls contains {"code": "stale", "day": input.facts.date, "as_of": input.as_of} if not _recent

shortfalls contains {"code": "future", "day": input.facts.date, "as_of": input.as_of} if not _past

_recent if input.facts.date >= dates.months_before(input.as_of, input.params.months)

_past if input.facts.date <= input.as_of
