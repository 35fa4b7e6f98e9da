package lib.decimal_test

import data.lib.decimal

test_difference_of_decimals_is_exact if decimal.difference(3, 2.9) == 0.1

test_difference_of_large_decimals_is_exact if decimal.difference(1000000.1, 1000000) == 0.1

test_difference_may_be_negative if decimal.difference(29.5, 30) == -0.5

test_difference_of_whole_numbers_is_whole if decimal.difference(123456789, 1) == 123456788
