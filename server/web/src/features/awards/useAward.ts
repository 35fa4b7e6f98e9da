// A title with all that its certificate says: the signed card decides, the records add what it has no room for.
import { computed } from "vue";

import { api, Problem, told, type Schemas } from "../../api/client";
import { useAsync } from "../../ui/useAsync";
import { decode, fromBase64url, type Card } from "../card/payload";

export interface Whole {
  award: Schemas["ShownAward"];
  /** Of a batch that may be read. */
  batch?: Schemas["Batch"];
  /** The standard holds texts or numbers of ours. */
  draft: boolean;
}

/** What is signed in the text of a card; nothing where there is no card. */
export function signedIn(text: string): Card | undefined {
  const raw = fromBase64url(text.split(".")[2] ?? "");
  return raw && raw.length > 0 ? decode(raw)?.card : undefined;
}

/** What may be missing without harm to the certificate. */
async function optional<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (e) {
    if (e instanceof Problem && (e.status === 403 || e.status === 404)) return undefined;
    throw e;
  }
}

async function whole(id: string): Promise<Whole> {
  const award = (await told(api.GET("/awards/{id}", { params: { path: { id } } }))).data;
  const batch = await optional(told(api.GET("/batches/{id}", { params: { path: { id: award.batch_id } } })));
  const standard = batch && (await optional(told(api.GET("/standards/{ref}", { params: { path: { ref: batch.data.standard } } }))));
  return { award, draft: standard?.data.standard.draft ?? false, ...(batch && { batch: batch.data }) };
}

export function useAward(id: () => string) {
  const asked = useAsync(id, whole);
  const card = computed(() => (asked.value.value ? signedIn(asked.value.value.award.card) : undefined));
  return { asked, card };
}
