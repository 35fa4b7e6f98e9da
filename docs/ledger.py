#!/usr/bin/env python3
"""Adds up the ledger of a zhanping JSON report and finds the grade again.

Knows nothing of zhanping but the report: python3 docs/ledger.py report.json [...]
Standard library only; exact fractions; exit code 1 when a sum or a grade differs.
"""
import json
import sys
from fractions import Fraction


def passes(item, line):
    if item["outcome"] in ("not_applicable", "waived"):
        return True
    return item["outcome"] == "satisfied" if line is None else Fraction(item["points"]["certain"]) >= Fraction(line)


def holds(rule, total, gates, chapters, items):
    if rule["total_at_least"] is not None and total < Fraction(rule["total_at_least"]):
        return False
    if "total_below" in rule and total >= Fraction(rule["total_below"]):
        return False
    floor = rule["chapters_at_least"]
    if floor is not None and any(
        Fraction(c["total"]["certain"]) * 100 < Fraction(floor) * Fraction(c["out_of"]) for c in chapters if c["out_of"]
    ):
        return False
    if core := rule.get("core"):
        passed = sum(passes(items[c["item"]], c["line"]) for c in core["items"])
        if passed < (core["at_least"] or 0) or core["below"] is not None and passed >= core["below"]:
            return False
    if any(sum(not passes(items[i], None) for i in f["items"]) > f["at_most"] for f in rule.get("failed", [])):
        return False
    if "any" in rule and not any(holds(group, total, gates, chapters, items) for group in rule["any"]):
        return False
    return all(gates.get(item) == "held" for item in rule["gates"])


def check(report):
    total = sum((Fraction(line["points"]) for line in report["ledger"]), Fraction(0))
    stated = report["total"] and Fraction(report["total"]["certain"])
    gates = {gate["item"]: gate["state"] for gate in report["gates"] if gate["item"]}
    items = {item["id"]: item for item in report["items"]}
    grades = [r["grade"] for r in report["grading"] if holds(r, total, gates, report["chapters"], items)]
    grade = grades[-1 if report.get("choose") == "worst" else 0] if grades else None
    right = (stated is None or total == stated) and grade == report["grade"]["certain"]
    print(report["subject"]["name"], report["standard"]["id"], total if stated is not None else "-", grade,
          "ok" if right else f"WRONG: stated {stated} {report['grade']['certain']}")
    return right


results = [check(r) for path in sys.argv[1:] for r in json.load(open(path, encoding="utf-8"))["reports"]]
print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(0 if results and all(results) else 1)
