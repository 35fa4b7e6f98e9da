import type { Feature } from "../../app/feature";

export const awards: Feature = [
  { path: "/awards", name: "awards", title: "命名和证书", component: () => import("./AwardsPage.vue"), menu: ["bureau", "auditor"] },
  { path: "/awards/:id", name: "award", title: "证书", component: () => import("./AwardPage.vue") },
];
