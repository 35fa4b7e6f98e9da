import type { Feature } from "../../app/feature";

export const onsite: Feature = [
  { path: "/onsite", name: "onsite", title: "今日核查", component: () => import("./OnsiteTodayPage.vue"), menu: ["assessor"] },
  { path: "/onsite/:id", name: "onsite-visit", title: "现场核查", component: () => import("./OnsiteVisitPage.vue"), wide: true },
  { path: "/onsite/:id/compare", name: "onsite-compare", title: "两人对照", component: () => import("./OnsiteComparePage.vue") },
];
