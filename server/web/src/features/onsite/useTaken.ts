// A visit on this device, shown only once its signature was checked.
import { computed, ref, shallowRef, watch } from "vue";

import type { Engine } from "./engine";
import { sealOf, type Seal } from "./seal";
import type { OnsiteStore, Taken } from "./store";
import { useLive } from "./useLive";

export function useTaken(db: OnsiteStore, key: () => string, engine: Engine) {
  const loaded = ref(false);
  const kept = useLive<Taken | undefined>(
    key,
    async (k) => {
      const found = await db.visits.get(k);
      loaded.value = true;
      return found;
    },
    undefined,
  );
  const seal = shallowRef<Seal>();
  watch(
    () => (kept.value ? `${kept.value.key} ${kept.value.taken_at}` : ""),
    async (which) => {
      seal.value = undefined;
      const now = kept.value;
      if (!now) return;
      const found = await sealOf(now.visit, now.keys ?? "", engine.verify).catch(
        (): Seal => ({ state: "broken", words: "没有核对成核查包的签名，离线计分没有启动。请在有网络的地方重新下载，已记录的评定不会丢" }),
      );
      if (which === (kept.value ? `${kept.value.key} ${kept.value.taken_at}` : "")) seal.value = found;
    },
    { immediate: true },
  );
  /** The visit, once it was found to be what the server signed. */
  const taken = computed(() => (seal.value && seal.value.state !== "broken" ? kept.value : undefined));
  return { loaded, kept, seal, taken };
}
