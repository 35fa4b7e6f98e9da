# METADATA
# title: 小数
# description: Exact sums of decimals, which plain arithmetic gives only for whole numbers (3 - 2.9 is 0.0999…).
package lib.decimal

# METADATA
# description: The first number less the second, exact for up to six decimals.
difference(a, b) := (millionths(a) - millionths(b)) / 1000000

# METADATA
# description: The number in millionths, a whole number that adds and multiplies exactly.
millionths(n) := round(n * 1000000)

# METADATA
# description: How many steps of a whole size it takes to cover a whole number; none for less than one unit.
steps_up(n, size) := (units + ((size - (units % size)) % size)) / size if units := max([0, n])
