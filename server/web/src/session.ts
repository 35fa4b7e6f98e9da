// Who is signed in: the only state that the whole application shares.
import { computed, readonly, ref } from "vue";

import { api, onSignedOut, Problem, told, type Schemas } from "./api/client";

export type Self = Schemas["Self"];
export type Role = Schemas["Grant"]["role"];

const self = ref<Self | null>(null);
const known = ref(false);

// Who was signed in last on this device, so that what was taken along opens without reception.
// It outlives the session, since that may end while somebody works; signing out forgets it.
const remembered = "zhanping.self";

function remember(found: Self): void {
  self.value = found;
  localStorage.setItem(remembered, JSON.stringify(found));
}

onSignedOut(() => {
  self.value = null;
});

/** Asks the server once who is signed in. */
export async function recall(): Promise<void> {
  if (known.value) return;
  try {
    // With poor reception nobody waits long for what this device knows already.
    const signal = localStorage.getItem(remembered) ? AbortSignal.timeout(5000) : undefined;
    const { data } = await told(api.GET("/session", { signal }));
    if (data.person.id === "") self.value = null;
    else remember(data);
  } catch (e) {
    const last = e instanceof Problem && e.status === 0 ? localStorage.getItem(remembered) : null;
    if (!last) throw e;
    self.value = JSON.parse(last) as Self;
    return; // asked again with the next page
  }
  known.value = true;
}

export async function signIn(login: string, password: string): Promise<void> {
  remember((await told(api.POST("/session", { body: { login, password } }))).data);
  known.value = true;
}

export async function signOut(): Promise<void> {
  await told(api.DELETE("/session"));
  self.value = null;
  localStorage.removeItem(remembered);
}

export async function changePassword(old_password: string, new_password: string): Promise<void> {
  await told(api.POST("/session/password", { body: { old_password, new_password } }));
  known.value = false;
  await recall();
}

export function useSession() {
  const roles = computed<ReadonlySet<Role>>(() => new Set(self.value?.grants.map((g) => g.role)));
  /** The station of the person who fills in for one. */
  const station = computed(() => self.value?.grants.find((g) => g.role === "station")?.station_id ?? "");
  /** The region of the person's first grant that has one. */
  const region = computed(() => self.value?.grants.find((g) => g.region !== "")?.region ?? "");
  return { self: readonly(self), roles, station, region };
}
