# METADATA
# title: 有文件
# description: |
#   The document exists, is not dated after the day of judging, has not run out, and, where a
#   number of months is set, is dated within them. Zero months set no limit.
# custom:
#   facts:
#     document: {type: document}
#   params:
#     within_months: {title: 几个月以内（0 为不限）, type: integer, minimum: 0, default: 0}
#   words:
#     titled: "{document.title}：《{title}》"
#     numbered: "{document.title}文号：{number}"
#     dated: "{document.title}日期：{date}"
#     valid: "{document.title}有效期至 {until}"
#     absent: "{document.title}：无"
#     none: "没有{document.title}"
#     undated: "{document.title}没有写明日期，无法确认在 {within_months} 个月内"
#     stale: "{document.title}日期 {date}，距判定日 {as_of} 超过 {within_months} 个月"
#     future: "{document.title}日期 {date} 晚于判定日 {as_of}"
#     expired: "{document.title}有效期至 {until}，到判定日 {as_of} 已过期"
package checks.document_exists

import data.lib.dates

# METADATA
# description: The document, or the answer that there is none.
requires contains "facts.document"

# METADATA
# description: What is known of the document.
# scope: document
observations contains {"code": "titled", "title": input.facts.document.title}

observations contains {"code": "numbered", "number": input.facts.document.number}

observations contains {"code": "dated", "date": input.facts.document.date}

observations contains {"code": "valid", "until": input.facts.document.valid_until}

observations contains {"code": "absent"} if input.facts.document == false

# METADATA
# description: The document is lacking, undated, too old, not yet issued or expired.
# scope: document
shortfalls contains {"code": "none"} if not _exists

shortfalls contains {"code": "undated"} if {
	_exists
	not _dated
	not _any_age
}

shortfalls contains {"code": "stale", "date": input.facts.document.date, "as_of": input.as_of} if not _recent

shortfalls contains {"code": "future", "date": input.facts.document.date, "as_of": input.as_of} if not _issued

shortfalls contains {
	"code": "expired",
	"until": input.facts.document.valid_until,
	"as_of": input.as_of,
} if not _in_force

_exists if is_object(input.facts.document)

_dated if input.facts.document.date

_any_age if input.params.within_months == 0

_recent if _any_age

_recent if input.facts.document.date >= dates.months_before(input.as_of, input.params.within_months)

_issued if input.facts.document.date <= input.as_of

_in_force if input.facts.document.valid_until >= input.as_of
