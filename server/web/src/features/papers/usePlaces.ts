// The regions that a person may choose among: their own and those right below it.
import { api, Problem, told, type Schemas } from "../../api/client";
import { useAsync } from "../../ui/useAsync";
import { regionsBelow } from "../regions/regions";

export interface Place {
  code: string;
  name: string;
}

/** What a region is called; its code where the table of regions does not have it. */
async function nameOf(code: string): Promise<string> {
  try {
    const { items } = (await told(api.GET("/regions/{code}", { params: { path: { code } } }))).data;
    return items.at(-1)?.name ?? code;
  } catch (e) {
    if (e instanceof Problem && e.status === 404) return code;
    throw e;
  }
}

async function below(code: string): Promise<readonly Schemas["Region"][]> {
  try {
    return await regionsBelow(code);
  } catch (e) {
    if (e instanceof Problem && e.status === 404) return [];
    throw e;
  }
}

/** The regions that may be chosen, the person's own first; the provinces for whoever has the whole country. */
export function usePlaces(region: () => string) {
  return useAsync(region, async (code): Promise<readonly Place[]> => {
    if (code === "") return await regionsBelow("");
    const [name, children] = await Promise.all([nameOf(code), below(code)]);
    return [{ code, name }, ...children];
  });
}

/** The names of some regions, by code. */
export function useNames(codes: () => readonly string[]) {
  return useAsync(
    () => [...new Set(codes())].filter((code) => code !== "").sort().join(" "),
    async (key) => new Map(await Promise.all(key.split(" ").filter(Boolean).map(async (code) => [code, await nameOf(code)] as const))),
  );
}
