// What people are called, for those who may know; of oneself everybody knows.
import { api } from "../../api/client";
import { useSession } from "../../session";
import { useAsync } from "../../ui/useAsync";

/** The name of a person by id; for those who may not know it, or until it is known, what is said instead. */
export function useNames(ids: () => readonly string[]): (id: string, instead?: string) => string {
  const { self, roles } = useSession();
  const mine = () => self.value?.person.id ?? "";
  const wanted = () => [...new Set(ids())].filter((id) => id !== "" && id !== mine()).sort().join(" ");
  const names = useAsync(wanted, async (list) => {
    const found = new Map<string, string>();
    if (list === "" || !["bureau", "auditor", "admin"].some((r) => roles.value.has(r as "bureau"))) return found;
    await Promise.all(
      list.split(" ").map(async (id) => {
        const { data } = await api.GET("/people/{id}", { params: { path: { id } } }); // somebody of elsewhere stays unnamed
        if (data) found.set(id, data.person.name);
      }),
    );
    return found;
  });
  return (id, instead = "") => (id === "" ? instead : id === mine() ? `${self.value?.person.name ?? ""}（本人）` : (names.value.value?.get(id) ?? instead));
}
