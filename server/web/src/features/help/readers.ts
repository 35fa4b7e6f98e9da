// For whom the help is written: one chapter a reader, each loaded when it is opened.
import { defineAsyncComponent, type Component } from "vue";

import type { Role } from "../../session";

export interface Reader {
  key: string;
  title: string;
  /** Who opens this chapter first. */
  roles: readonly Role[];
  chapter: Component;
}

export const readers: readonly Reader[] = [
  { key: "station", title: "服务站：自评和申报", roles: ["station"], chapter: defineAsyncComponent(() => import("./HelpStation.vue")) },
  { key: "assessor", title: "核查员：现场核查", roles: ["assessor"], chapter: defineAsyncComponent(() => import("./HelpAssessor.vue")) },
  { key: "bureau", title: "主管部门：组织评定", roles: ["bureau", "auditor"], chapter: defineAsyncComponent(() => import("./HelpBureau.vue")) },
  { key: "author", title: "标准作者：读懂一套标准", roles: ["author"], chapter: defineAsyncComponent(() => import("./HelpAuthor.vue")) },
  { key: "admin", title: "系统管理员：账号和授权", roles: ["admin"], chapter: defineAsyncComponent(() => import("./HelpAdmin.vue")) },
  { key: "words", title: "常见的词和符号", roles: ["integrator"], chapter: defineAsyncComponent(() => import("./HelpWords.vue")) },
];

/** The chapter that was asked for; else that of the person's own role; else the first. */
export function readerOf(key: string, roles: ReadonlySet<Role>): Reader | undefined {
  return readers.find((r) => r.key === key) ?? readers.find((r) => r.roles.some((role) => roles.has(role))) ?? readers[0];
}
