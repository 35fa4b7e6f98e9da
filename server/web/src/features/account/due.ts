// How near a deadline is, and which notices somebody has not seen yet on this device.
import type { Tone } from "../../labels";
import { daysBetween } from "../../ui/day";

/** A deadline in words, counted in days from today; both are days in China. */
export function due(on: string, today: string): { words: string; tone: Tone; sign: string } {
  const left = daysBetween(today, on);
  if (left < 0) return { words: `期限 ${on}，已过 ${-left} 天`, tone: "bad", sign: "！" };
  if (left === 0) return { words: `期限 ${on}，就是今天`, tone: "warn", sign: "！" };
  return { words: `期限 ${on}，还有 ${left} 天`, tone: left <= 7 ? "warn" : "open", sign: "◷" };
}

const key = "zhanping.notices";

/** The newest notice that a person has seen here; ids rise with time. */
export function seenUntil(person: string): string {
  const kept = localStorage.getItem(key) ?? "";
  const [of, id = ""] = kept.split(" ");
  return of === person ? id : "";
}

/** Remembers that a person has seen everything up to a notice. */
export function haveSeen(person: string, id: string): void {
  if (id > seenUntil(person)) localStorage.setItem(key, `${person} ${id}`);
}
