import type { Feature } from "../../app/feature";

export const standards: Feature = [
  {
    path: "/standards",
    name: "standards",
    title: "标准",
    component: () => import("./StandardsPage.vue"),
    menu: ["author", "bureau", "assessor", "station", "auditor"],
  },
  { path: "/standards/:ref", name: "standard", title: "标准全文", component: () => import("./StandardPage.vue"), wide: true },
];
