#!/usr/bin/env python3
"""Adds up the ledger of a zhanping JSON report and finds the grade again.

Knows nothing of zhanping but the report: python3 docs/ledger.py report.json [...]
Standard library only; exact fractions; exit code 1 when a sum or a grade differs.
"""
import json
import sys
from fractions import Fraction


def holds(rule, total, gates, chapters):
    if rule["total_at_least"] is not None and total < Fraction(rule["total_at_least"]):
        return False
    floor = rule["chapters_at_least"]
    if floor is not None and any(
        Fraction(c["total"]["certain"]) * 100 < Fraction(floor) * Fraction(c["out_of"]) for c in chapters
    ):
        return False
    return all(gates.get(item) == "held" for item in rule["gates"])


def check(report):
    total = sum((Fraction(line["points"]) for line in report["ledger"]), Fraction(0))
    stated = report["total"] and Fraction(report["total"]["certain"])
    gates = {gate["item"]: gate["state"] for gate in report["gates"] if gate["rule"] == "required"}
    counts = all(gate["state"] == "held" for gate in report["gates"] if gate["rule"] == "absence")
    held = (r["grade"] for r in report["grading"] if counts and holds(r, total, gates, report["chapters"]))
    grade = next(held, None)
    right = (stated is None or total == stated) and grade == report["grade"]["certain"]
    print(report["subject"]["name"], report["standard"]["id"], total if stated is not None else "-", grade,
          "ok" if right else f"WRONG: stated {stated} {report['grade']['certain']}")
    return right


results = [check(r) for path in sys.argv[1:] for r in json.load(open(path, encoding="utf-8"))["reports"]]
print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(0 if results and all(results) else 1)
