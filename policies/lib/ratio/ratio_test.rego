package lib.ratio_test

import data.lib.ratio

test_at_least_holds_on_the_line if ratio.at_least(19, 20, 95)

test_at_least_fails_just_below_the_line if not ratio.at_least(9499, 10000, 95)

test_at_least_keeps_three_decimals if ratio.at_least(333, 1000, 33.3)

test_at_least_does_not_round_up if not ratio.at_least(332999, 1000000, 33.3)

test_at_least_is_exact_for_large_counts if not ratio.at_least(899999999999999, 999999999999999, 90.001)

test_at_most_holds_on_the_line if ratio.at_most(1, 20, 5)

test_at_most_fails_just_above_the_line if not ratio.at_most(501, 10000, 5)

test_thousandths_scales_a_decimal if ratio.thousandths(99.9) == 99900

test_thousandths_refuses_a_fourth_decimal if not ratio.thousandths(99.9995)
