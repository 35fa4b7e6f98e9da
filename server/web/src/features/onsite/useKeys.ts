// The sheet by keyboard: up and down from item to item, 1 to 5 for the answers.
import { onMounted, onUnmounted } from "vue";

import type { Ruling } from "./answer";

export function useKeys(to: { move: (by: number) => void; look: () => void; rule: (outcome: Ruling) => void }): void {
  const rulings: Record<string, Ruling> = { 1: "satisfied", 2: "not_satisfied", 3: "not_applicable" };
  function press(e: KeyboardEvent): void {
    const typing = e.target instanceof HTMLElement && e.target.closest("input, textarea, select, canvas, [contenteditable]");
    if (typing || e.ctrlKey || e.metaKey || e.altKey) return;
    const ruling = rulings[e.key];
    if (ruling) to.rule(ruling);
    else if (e.key === "ArrowDown") to.move(1);
    else if (e.key === "ArrowUp") to.move(-1);
    else if (e.key === "4") document.getElementById("given")?.focus();
    else if (e.key === "5") to.look();
    else return;
    e.preventDefault();
  }
  onMounted(() => addEventListener("keydown", press));
  onUnmounted(() => removeEventListener("keydown", press));
}
