package lib.decimal_test

import data.lib.decimal

test_difference_of_decimals_is_exact if decimal.difference(3, 2.9) == 0.1

test_difference_of_large_decimals_is_exact if decimal.difference(1000000.1, 1000000) == 0.1

test_difference_may_be_negative if decimal.difference(29.5, 30) == -0.5

test_difference_of_whole_numbers_is_whole if decimal.difference(123456789, 1) == 123456788

test_millionths_are_whole if decimal.millionths(98.5) == 98500000

test_steps_up_counts_a_part_of_a_step if decimal.steps_up(21, 20) == 2

test_steps_up_counts_a_full_step_once if decimal.steps_up(20, 20) == 1

test_steps_up_is_none_below_a_unit if decimal.steps_up(0, 20) == 0

test_steps_up_is_none_for_less if decimal.steps_up(-5, 20) == 0
