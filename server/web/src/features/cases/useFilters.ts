// Filters that live in the address, so that the back button and a shared link have them.
import { useRoute, useRouter } from "vue-router";

export function useFilters() {
  const route = useRoute();
  const router = useRouter();
  const read = (name: string) => String(route.query[name] ?? "");
  /** Changes filters; a list then begins at its first page. */
  function set(changed: Record<string, string>): void {
    const query = { ...route.query, after: undefined, ...Object.fromEntries(Object.entries(changed).map(([k, v]) => [k, v || undefined])) };
    void router.push({ query });
  }
  const valueOf = (e: Event) => (e.target as HTMLInputElement | HTMLSelectElement).value;
  return { read, set, valueOf };
}
