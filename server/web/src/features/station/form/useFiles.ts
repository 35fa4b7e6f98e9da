// The files of the station: uploaded once, found by name wherever an answer refers to them.
import { inject, provide, shallowRef, type InjectionKey, type Ref } from "vue";

import { api, told, type Schemas } from "../../../api/client";

export type File_ = Schemas["Attachment"];

export interface Files {
  list: Readonly<Ref<readonly File_[]>>;
  find: (name: string) => File_ | undefined;
  add: (name: string, content: Blob) => Promise<Schemas["Added"]>;
}

const key: InjectionKey<Files> = Symbol("files");

/** A name that no file has yet: "牌.jpg", "牌 2.jpg", … */
export function freeName(name: string, taken: readonly { name: string }[]): string {
  const dot = name.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  for (let n = 1; ; n++) {
    const free = n === 1 ? name : `${stem} ${n}${ending}`;
    if (!taken.some((t) => t.name === free)) return free;
  }
}

export function provideFiles(station: string): Files {
  const list = shallowRef<readonly File_[]>([]);
  const path = { id: station };
  async function load(): Promise<void> {
    list.value = (await told(api.GET("/stations/{id}/attachments", { params: { path } }))).data.items;
  }
  async function add(name: string, content: Blob): Promise<Schemas["Added"]> {
    const form = new FormData();
    form.append("file", content, freeName(name, list.value));
    const sent = api.POST("/stations/{id}/attachments", { params: { path }, body: { file: "" }, bodySerializer: () => form });
    const { data } = await told(sent);
    if (!list.value.some((f) => f.id === data.id)) list.value = [...list.value, data];
    return data;
  }
  const files: Files = { list, add, find: (name) => list.value.findLast((f) => f.name === name) };
  provide(key, files);
  void load().catch(() => undefined); // without the list the names are shown, and uploading tells what is wrong
  return files;
}

export function useFiles(): Files {
  const files = inject(key);
  if (!files) throw new Error("no files are provided here");
  return files;
}
