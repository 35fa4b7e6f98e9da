import type { Feature } from "../../app/feature";

export const cases: Feature = [
  { path: "/cases", name: "cases", title: "评定件", component: () => import("./CasesPage.vue"), menu: ["bureau", "auditor", "assessor"] },
  { path: "/cases/:id", name: "case", title: "评定件", component: () => import("./CasePage.vue") },
  { path: "/cases/:id/report", name: "case-report", title: "评定报告", component: () => import("./CaseReportPage.vue") },
  { path: "/deadlines", name: "deadlines", title: "期限和整改", component: () => import("./DeadlinesPage.vue"), menu: ["bureau"] },
  { path: "/batches", name: "batches", title: "批次", component: () => import("./BatchesPage.vue"), menu: ["bureau", "auditor"] },
  { path: "/batches/new", name: "batch-new", title: "新建批次", component: () => import("./BatchEditPage.vue") },
  { path: "/batches/:id/edit", name: "batch-edit", title: "修改批次", component: () => import("./BatchEditPage.vue") },
  { path: "/batches/:id/stations", name: "batch-stations", title: "列入单位", component: () => import("./BatchStationsPage.vue") },
  { path: "/batches/:id/draws", name: "draws", title: "抽样", component: () => import("./DrawsPage.vue") },
];
