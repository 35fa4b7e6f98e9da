# METADATA
# title: 有近期照片
# description: A photo exists and was taken within so many months before the day of judging, not after it.
# custom:
#   facts:
#     photo: {type: photo}
#   params:
#     within_months: {title: 几个月以内, type: integer, minimum: 1, default: 12, x-tighter: down}
#   words:
#     taken: "{photo.title}：{date} 拍摄"
#     placed: "{photo.title}拍摄地点：{place}"
#     absent: "{photo.title}：无"
#     none: "没有{photo.title}"
#     undated: "{photo.title}没有拍摄日期"
#     stale: "{photo.title}拍摄于 {date}，距判定日 {as_of} 超过 {within_months} 个月"
#     future: "{photo.title}拍摄日期 {date} 晚于判定日 {as_of}"
package checks.photo_taken

import data.lib.dates

# METADATA
# description: The photo, or the answer that there is none.
requires contains "facts.photo"

# METADATA
# description: When and where the photo was taken.
# scope: document
observations contains {"code": "taken", "date": input.facts.photo.date}

observations contains {"code": "placed", "place": input.facts.photo.place}

observations contains {"code": "absent"} if input.facts.photo == false

# METADATA
# description: The photo is lacking, undated, too old or dated after the day of judging.
# scope: document
shortfalls contains {"code": "none"} if not _exists

shortfalls contains {"code": "undated"} if {
	_exists
	not _dated
}

shortfalls contains {"code": "stale", "date": input.facts.photo.date, "as_of": input.as_of} if not _recent

shortfalls contains {"code": "future", "date": input.facts.photo.date, "as_of": input.as_of} if not _past

_exists if is_object(input.facts.photo)

_dated if input.facts.photo.date

_recent if input.facts.photo.date >= dates.months_before(input.as_of, input.params.within_months)

_past if input.facts.photo.date <= input.as_of
