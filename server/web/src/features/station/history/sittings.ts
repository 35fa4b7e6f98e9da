// The form saves by itself, so that one afternoon leaves dozens of revisions: told as one sitting each.
import type { Schemas } from "../../../api/client";

export interface Sitting {
  by: string;
  name: string;
  revisions: Schemas["Revision"][]; // the newest first
}

/** How long somebody may rest within one sitting. */
const rest = 30 * 60_000;

/** Gathers revisions, the newest first, into sittings of one person without a rest of half an hour. */
export function sittingsOf(revisions: readonly Schemas["Revision"][]): Sitting[] {
  const found: Sitting[] = [];
  for (const revision of revisions) {
    const last = found.at(-1);
    const later = last?.revisions.at(-1);
    if (last && later && last.by === revision.saved_by && Date.parse(later.saved_at) - Date.parse(revision.saved_at) <= rest) last.revisions.push(revision);
    else found.push({ by: revision.saved_by, name: revision.saved_by_name ?? "", revisions: [revision] });
  }
  return found;
}
