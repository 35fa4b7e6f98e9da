// The cheapest way to a grade, as the server finds it.
import { api, told, type Schemas } from "../../../api/client";
import { useAsync, type Asked } from "../../../ui/useAsync";

export interface Aim {
  station: string;
  standard: string;
  grade: string; // "" asks nothing
}

export function usePlan(of: () => Aim): Asked<Schemas["OnePlan"] | undefined> {
  return useAsync(of, async ({ station, standard, grade }) => {
    if (grade === "") return undefined;
    return (await told(api.GET("/stations/{id}/plan", { params: { path: { id: station }, query: { standard, grade } } }))).data;
  });
}
