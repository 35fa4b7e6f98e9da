// What may be chosen when assessors differ: each one's answer, or, where one gave none, what the program says.
import type { Schemas } from "../../api/client";

type Answer = Pick<Schemas["FindingInput"], "outcome" | "points" | "shortfalls" | "photos" | "until">;

export interface Choice {
  by: string;
  outcome: Schemas["Side"]["outcome"];
  points: string;
  /** Whether the assessor gave an answer of their own. */
  own: boolean;
  reason: string;
  /** What is sent where this is to stand; nothing where it is no answer that a person may give. */
  answer?: Answer;
}

export function choices(difference: Schemas["Difference"]): Choice[] {
  return (difference.sides ?? []).map((side) => {
    const own = (difference.answers ?? []).filter((f) => f.by === side.by).at(-1);
    const choice: Choice = { ...side, own: own !== undefined, reason: own?.reason ?? "" };
    if (own) {
      choice.answer = {
        outcome: own.outcome, shortfalls: own.shortfalls ?? [], photos: own.photos ?? [], until: own.until, ...(own.points ? { points: own.points } : {}),
      };
    } else if (side.outcome === "satisfied" || side.outcome === "not_satisfied" || side.outcome === "not_applicable") {
      choice.answer = { outcome: side.outcome };
    }
    return choice;
  });
}
