import { expect, test } from "vitest";

import { scopes } from "./features/people/words";
import golden from "./labels.golden.json";
import { journalActions, levels, methods, outcomes, roles, stages } from "./labels";

// A test of the server (go test ./server -run Words) keeps the file in step with its constants.
const keys = (words: object) => Object.keys(words).sort();
const known: Readonly<Record<string, string>> = golden.actions;

test("outcomes have the words of the reports, each with a sign", () => {
  expect(Object.fromEntries(Object.entries(outcomes).map(([code, o]) => [code, o.title]))).toEqual(golden.outcomes);
  const signs = Object.values(outcomes).map((o) => o.sign);
  expect(new Set(signs).size).toBe(signs.length);
});

test("stages are called as the process table calls them", () => {
  expect(stages).toEqual(golden.stages);
});

test("methods are called as in the reports", () => {
  expect(methods).toEqual(golden.methods);
});

test("every level and every role has words", () => {
  expect(keys(levels)).toEqual(keys(golden.levels));
  expect(keys(roles)).toEqual(keys(golden.roles));
});

test("whatever may be done to a record has words in the journal", () => {
  const silent = /\.read|^public\.|^card\.verify$|^session\.own$/;
  expect(keys(known).filter((action) => !silent.test(action) && !(action in journalActions))).toEqual([]);
});

test("the steps of a case are called alike everywhere", () => {
  const steps = keys(known).filter((action) => action.startsWith("case.") && action !== "case.read" && action !== "case.open");
  expect(steps.length).toBeGreaterThan(10);
  for (const step of steps) expect([step, journalActions[step]]).toEqual([step, known[step]]);
});

test("a program is offered only what there is", () => {
  expect(scopes.map((s) => s.scope).filter((scope) => !(scope in known))).toEqual([]);
});
