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
const compare = (a, b) => a.n * b.d - b.n * a.d

const holds = (rule, total, gates, chapters) => {
  if (rule.total_at_least !== null && compare(total, fraction(rule.total_at_least)) < 0n) return false
  if (rule.chapters_at_least !== null) {
    const floor = fraction(rule.chapters_at_least)
    for (const c of chapters.filter((c) => c.total && c.out_of)) {
      const got = fraction(c.total.certain), full = fraction(c.out_of)
      if (compare({ n: got.n * 100n, d: got.d }, { n: floor.n * full.n, d: floor.d * full.d }) < 0n) return false
    }
  }
  return rule.gates.every((item) => gates.get(item) === 'held')
}

const check = (report) => {
  const total = report.ledger.map((line) => fraction(line.points)).reduce(add, { n: 0n, d: 1n })
  const gates = new Map(report.gates.filter((g) => g.item).map((g) => [g.item, g.state]))
  const grade = report.grading.find((rule) => holds(rule, total, gates, report.chapters))?.grade ?? null
  const right = (report.total === null || compare(total, fraction(report.total.certain)) === 0n) && grade === report.grade.certain
  console.log(right ? 'ok   ' : 'WRONG', report.subject.name, report.standard.id, report.total?.certain ?? '-', grade)
  return right
}

const results = process.argv.slice(2).flatMap((path) => JSON.parse(readFileSync(path, 'utf8')).reports.map(check))
console.log(`${results.filter(Boolean).length} passed, ${results.filter((right) => !right).length} failed`)
process.exit(results.length > 0 && results.every(Boolean) ? 0 : 1)
