# METADATA
# title: 服务场所面积
# description: The usable floor area reaches the minimum that the item sets.
# custom:
#   params:
#     min_m2: {title: 最小面积（㎡）, type: number, exclusiveMinimum: 0, x-tighter: up}
#   words:
#     area: 使用面积 {area_m2} ㎡
#     below: 低于要求的 {min_m2} ㎡
package checks.floor_area

# METADATA
# description: Evidence without which nothing can be decided.
requires contains "premises.area_sqm"

# METADATA
# description: What was seen.
observations contains {"code": "area", "area_m2": input.evidence.premises.area_sqm}

# METADATA
# description: Where the station falls short; one entry per thing lacking.
shortfalls contains {"code": "below", "min_m2": input.params.min_m2} if not _large_enough

_large_enough if input.evidence.premises.area_sqm >= input.params.min_m2
