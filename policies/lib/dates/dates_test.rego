package lib.dates_test

import data.lib.dates

test_months_before_goes_back_over_the_year if dates.months_before("2026-03-15", 12) == "2025-03-15"

test_months_before_stops_at_the_end_of_a_short_month if dates.months_before("2026-08-31", 6) == "2026-02-28"

test_months_before_knows_leap_years if dates.months_before("2024-08-31", 6) == "2024-02-29"

test_months_before_none_is_the_day_itself if dates.months_before("2026-03-31", 0) == "2026-03-31"

test_days_after_goes_over_the_year if dates.days_after("2025-12-15", 30) == "2026-01-14"

test_days_after_knows_leap_years if dates.days_after("2024-02-28", 1) == "2024-02-29"

test_windows_follow_the_calendar_at_the_end_of_a_quarter if {
	dates.windows("2026-06-30") == [
		{"from": "2025-07-01", "to": "2025-09-30"},
		{"from": "2025-10-01", "to": "2025-12-31"},
		{"from": "2026-01-01", "to": "2026-03-31"},
		{"from": "2026-04-01", "to": "2026-06-30"},
	]
}

test_windows_leave_no_gap_at_short_months if {
	dates.windows("2026-08-30") == [
		{"from": "2025-08-31", "to": "2025-11-29"},
		{"from": "2025-11-30", "to": "2026-02-27"},
		{"from": "2026-02-28", "to": "2026-05-30"},
		{"from": "2026-05-31", "to": "2026-08-30"},
	]
}
