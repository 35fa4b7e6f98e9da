import type { Feature } from "../../app/feature";

export const sets: Feature = [
  { path: "/sets", name: "sets", title: "版本", component: () => import("./SetsPage.vue"), menu: ["author", "bureau"] },
  { path: "/sets/new", name: "set-new", title: "提交草案", component: () => import("./SetNewPage.vue") },
  { path: "/sets/:id", name: "set", title: "一版标准或规则", component: () => import("./SetPage.vue") },
];
