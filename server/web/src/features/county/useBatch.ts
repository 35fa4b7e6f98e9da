// The batch that a page is about.
import { useRoute } from "vue-router";

import { api, told, type Schemas } from "../../api/client";
import { useAsync, type Asked } from "../../ui/useAsync";

export function useBatch(): { id: () => string; batch: Asked<Schemas["Batch"]> } {
  const route = useRoute();
  const id = () => String(route.params["id"]);
  return { id, batch: useAsync(id, async (key) => (await told(api.GET("/batches/{id}", { params: { path: { id: key } } }))).data) };
}
