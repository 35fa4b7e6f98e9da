import type { Feature } from "../../app/feature";

export const county: Feature = [
  { path: "/bureau", name: "bureau", title: "全县一览", component: () => import("./CountyPage.vue"), menu: ["bureau", "auditor"], wide: true },
  { path: "/batches/:id", name: "batch", title: "批次一览", component: () => import("./CountyPage.vue"), wide: true },
  { path: "/batches/:id/ranking", name: "ranking", title: "排名", component: () => import("./CountyRankingPage.vue"), wide: true },
  { path: "/batches/:id/heat", name: "heat", title: "失分热力表", component: () => import("./CountyHeatPage.vue"), wide: true },
  { path: "/batches/:id/workload", name: "workload", title: "核查员任务", component: () => import("./CountyWorkloadPage.vue") },
  { path: "/trends", name: "trends", title: "历次变化", component: () => import("./CountyTrendsPage.vue"), menu: ["bureau", "auditor"] },
  { path: "/stations", name: "stations", title: "单位", component: () => import("./CountyStationsPage.vue"), menu: ["bureau", "auditor"] },
];
