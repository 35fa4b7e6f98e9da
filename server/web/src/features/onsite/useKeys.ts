// The sheet by keyboard. Up and down stay with the browser, for scrolling.
import { onMounted, onUnmounted } from "vue";

import type { Ruling } from "./answer";

/** What the keys do, for the line of help. */
export const keyHelp: readonly (readonly [string, string])[] = [
  ["← →", "上一条、下一条"], ["1", "符合"], ["2", "不符合"], ["3", "不适用"], ["4", "给分或点问题"], ["5", "已看，无异议"],
  ["6", "写理由"], ["7", "目录筛选"], ["Esc", "回到条目"],
];

interface Doings {
  move: (by: number) => void;
  look: () => void;
  rule: (outcome: Ruling) => void;
  /** Goes to a part of the page, where it is there. */
  focus: (part: "item" | "points" | "note" | "filter") => void;
}

export function useKeys(to: Doings): void {
  const doings: Record<string, () => void> = {
    ArrowRight: () => to.move(1),
    ArrowLeft: () => to.move(-1),
    1: () => to.rule("satisfied"),
    2: () => to.rule("not_satisfied"),
    3: () => to.rule("not_applicable"),
    4: () => to.focus("points"),
    5: () => to.look(),
    6: () => to.focus("note"),
    7: () => to.focus("filter"),
  };
  function press(e: KeyboardEvent): void {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    const typing = e.target instanceof HTMLElement && e.target.closest("input, textarea, select, [contenteditable]");
    const doing = e.key === "Escape" ? () => to.focus("item") : typing ? undefined : doings[e.key];
    if (!doing) return;
    doing();
    e.preventDefault();
  }
  onMounted(() => addEventListener("keydown", press));
  onUnmounted(() => removeEventListener("keydown", press));
}
