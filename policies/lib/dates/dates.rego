# METADATA
# title: 日期
# description: Reckons with days written YYYY-MM-DD. A day that does not parse is an error, never silence.
package lib.dates

# METADATA
# description: |
#   The day some months earlier; where that month is shorter, its last day
#   (2026-08-31 less six months is 2026-02-28).
months_before(day, months) := _months_before(time.parse_ns(_layout, day), months)

# METADATA
# description: The day so many days later.
days_after(day, days) := _written(time.add_date(time.parse_ns(_layout, day), 0, 0, days))

# METADATA
# description: |
#   The four spans of three months within the year that ends on the day, oldest first, each
#   with "from" and "to", both included. They leave no gap and do not overlap.
windows(day) := [window |
	morrow := time.add_date(time.parse_ns(_layout, day), 0, 0, 1)
	some months in [12, 9, 6, 3]
	window := {
		"from": _months_before(morrow, months),
		"to": _eve(_months_before(morrow, months - 3)),
	}
]

_layout := "2006-01-02"

_months_before(ns, months) := _written(time.add_date(first, 0, 0, min([of_month, length]) - 1)) if {
	[_, _, of_month] := time.date(ns)
	first := time.add_date(time.add_date(ns, 0, 0, 1 - of_month), 0, 0 - months, 0)
	[_, _, length] := time.date(time.add_date(first, 0, 1, -1))
}

_eve(day) := _written(time.add_date(time.parse_ns(_layout, day), 0, 0, -1))

_written(ns) := time.format([ns, "UTC", _layout])
