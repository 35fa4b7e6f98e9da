#!/usr/bin/env node
// Adds up the ledger of a zhanping JSON report and finds the grade again.
//
// Knows nothing of zhanping but the report: node docs/ledger.mjs report.json [...]
// Standard library only; exact fractions; exit code 1 when a sum or a grade differs.
import { readFileSync } from 'node:fs'

const fraction = (text) => {
  const [above, below = '1'] = text.split('/')
  const [whole, places = ''] = above.split('.')
  return { n: BigInt(whole + places), d: BigInt(below) * 10n ** BigInt(places.length) }
}
const add = (a, b) => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d })
const times = (a, b) => ({ n: a.n * b.n, d: a.d * b.d })
const compare = (a, b) => a.n * b.d - b.n * a.d

const passes = (item, line) =>
  item.outcome === 'not_applicable' || item.outcome === 'waived' ||
  (line === null ? item.outcome === 'satisfied' : compare(fraction(item.points.certain), fraction(line)) >= 0n)

const holds = (rule, r) => {
  if (rule.total_at_least !== null && compare(r.sum, fraction(rule.total_at_least)) < 0n) return false
  if (rule.total_below && compare(r.sum, fraction(rule.total_below)) >= 0n) return false
  if (rule.chapters_at_least !== null && r.chapters.some((c) => c.total && c.out_of &&
    compare(times(fraction(c.total.certain), fraction('100')), times(fraction(c.out_of), fraction(rule.chapters_at_least))) < 0n)) return false
  if (rule.core) {
    const passed = rule.core.items.filter((c) => passes(r.byId.get(c.item), c.line)).length
    if (passed < (rule.core.at_least ?? 0) || passed >= (rule.core.below ?? Infinity)) return false
  }
  if ((rule.failed ?? []).some((f) => f.items.filter((id) => !passes(r.byId.get(id), null)).length > f.at_most)) return false
  if (rule.any && !rule.any.some((group) => holds(group, r))) return false
  return rule.gates.every((item) => r.state.get(item) === 'held')
}

const check = (r) => {
  r.sum = r.ledger.map((line) => fraction(line.points)).reduce(add, { n: 0n, d: 1n })
  r.state = new Map(r.gates.filter((g) => g.item).map((g) => [g.item, g.state]))
  r.byId = new Map(r.items.map((item) => [item.id, item]))
  const counts = r.gates.every((g) => g.rule !== 'absence' || g.state === 'held')
  const held = r.grading.filter((rule) => counts && holds(rule, r)).map((rule) => rule.grade)
  const grade = held.at(r.choose === 'worst' ? -1 : 0) ?? null
  const right = (r.total === null || compare(r.sum, fraction(r.total.certain)) === 0n) && grade === r.grade.certain
  console.log(right ? 'ok   ' : 'WRONG', r.subject.name, r.standard.id, r.total?.certain ?? '-', grade)
  return right
}

const results = process.argv.slice(2).flatMap((path) => JSON.parse(readFileSync(path, 'utf8')).reports.map(check))
console.log(`${results.filter(Boolean).length} passed, ${results.filter((right) => !right).length} failed`)
process.exit(results.length > 0 && results.every(Boolean) ? 0 : 1)
