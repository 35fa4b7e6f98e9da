// Who is signed in: the only state that the whole application shares.
import { computed, readonly, ref } from "vue";

import { api, onSignedOut, told, type Schemas } from "./api/client";

export type Self = Schemas["Self"];
export type Role = Schemas["Grant"]["role"];

const self = ref<Self | null>(null);
const known = ref(false);

onSignedOut(() => {
  self.value = null;
});

/** Asks the server once who is signed in. */
export async function recall(): Promise<void> {
  if (known.value) return;
  const { data } = await told(api.GET("/session"));
  self.value = data.person.id === "" ? null : data;
  known.value = true;
}

export async function signIn(login: string, password: string): Promise<void> {
  self.value = (await told(api.POST("/session", { body: { login, password } }))).data;
  known.value = true;
}

export async function signOut(): Promise<void> {
  await told(api.DELETE("/session"));
  self.value = null;
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
