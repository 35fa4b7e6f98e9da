import type { Feature } from "../../app/feature";

export const bureau: Feature = [
  { path: "/bureau", name: "bureau", title: "全局", component: () => import("./BureauPage.vue"), menu: ["bureau", "auditor"] },
];
