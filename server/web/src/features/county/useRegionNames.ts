// Names of regions, asked once each; what no table knows keeps its code.
import { shallowRef, watch, type Ref } from "vue";

import { api, Problem, told } from "../../api/client";

export function useRegionNames(codes: () => readonly string[]): Readonly<Ref<ReadonlyMap<string, string>>> {
  const names = shallowRef<ReadonlyMap<string, string>>(new Map());
  const asked = new Set<string>();

  /** The name of a region with the one around it, as 甲镇丁村. */
  async function name(code: string): Promise<[string, string][]> {
    try {
      const path = (await told(api.GET("/regions/{code}", { params: { path: { code } } }))).data.items;
      return [[code, path.slice(-2).map((one) => one.name).join("")]];
    } catch (e) {
      if (e instanceof Problem) return []; // the code is shown instead
      throw e;
    }
  }

  watch(
    () => codes().join(","),
    async () => {
      const fresh = [...new Set(codes())].filter((code) => !asked.has(code));
      for (const code of fresh) asked.add(code);
      const found = (await Promise.all(fresh.map(name))).flat();
      names.value = new Map([...names.value, ...found]);
    },
    { immediate: true },
  );
  return names;
}
