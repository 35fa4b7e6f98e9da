# METADATA
# title: 比率
# description: Compares whole counts with per cents exactly, without dividing.
package lib.ratio

# METADATA
# description: |
#   Holds where part is at least percent per cent of whole. The percentage may have three
#   decimals; with more it is undefined, so that nothing is decided on a cut number.
at_least(part, whole, percent) if part * 100000 >= thousandths(percent) * whole

# METADATA
# description: Holds where part is at most percent per cent of whole.
at_most(part, whole, percent) if part * 100000 <= thousandths(percent) * whole

# METADATA
# description: A percentage as a whole number of thousandths, 99.5 as 99500.
thousandths(percent) := scaled if {
	scaled := round(percent * 1000)
	abs((percent * 1000) - scaled) < 0.001
}
