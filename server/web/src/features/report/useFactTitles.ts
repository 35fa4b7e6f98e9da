// What the facts of the evidence are called: the form knows, and is asked once somebody needs it.
import { api, told } from "../../api/client";
import { useAsync } from "../../ui/useAsync";

/** The title of a fact by its path; the path itself until it is known. */
export function useFactTitles(needed: () => boolean): (path: string) => string {
  const titles = useAsync(needed, async (ask) => {
    if (!ask) return new Map<string, string>();
    const { data } = await told(api.GET("/schema"));
    return new Map(data.sections.flatMap((s) => s.facts.flatMap((f) => [f, ...f.members].map((m) => [m.path, m.title] as const))));
  });
  return (path) => titles.value.value?.get(path) ?? path;
}
