// What a station is asked, section by section.
import { api, told, type Schemas } from "../../../api/client";
import { asked, type Group } from "./answers";

type Level = "province" | "city" | "county" | "town" | "village";

export async function questionsFor({ kind, level, region }: Pick<Schemas["Station"], "kind" | "level" | "region">): Promise<Group[]> {
  const { data } = await told(api.GET("/schema", { params: { query: { kind, level: level as Level, region } } }));
  return asked(data.sections);
}
