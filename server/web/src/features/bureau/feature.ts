import type { Feature } from "../../app/feature";

export const bureau: Feature = [
  { path: "/cases/:id", name: "case", title: "评定件", component: () => import("./CasePage.vue") },
];
