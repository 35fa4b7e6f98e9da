# METADATA
# title: 小数
# description: Exact sums of decimals, which plain arithmetic gives only for whole numbers (3 - 2.9 is 0.0999…).
package lib.decimal

# METADATA
# description: The first number less the second, exact for up to six decimals.
difference(a, b) := (_millionths(a) - _millionths(b)) / 1000000

_millionths(n) := round(n * 1000000)
