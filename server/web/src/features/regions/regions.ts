// What the table of regions says, asked in the few ways that screens need.
import { api, told, type Schemas } from "../../api/client";

/** The regions right below one; those of the whole country for "". */
export async function regionsBelow(code: string): Promise<readonly Schemas["Region"][]> {
  if (code === "") return (await told(api.GET("/regions"))).data.items;
  return (await told(api.GET("/regions/{code}/children", { params: { path: { code } } }))).data.items;
}

/** A region's name behind those of the regions around it: 浙江省嘉兴市示例县. Empty for "". */
export async function fullName(code: string): Promise<string> {
  if (code === "") return "";
  return (await told(api.GET("/regions/{code}", { params: { path: { code } } }))).data.items.map((one) => one.name).join("");
}
