import type { Feature } from "../../app/feature";

export const station: Feature = [
  { path: "/stations/:id", name: "station", title: "本站", component: () => import("./StationPage.vue"), menu: ["station"] },
  { path: "/stations/:id/form", name: "form", title: "填报", component: () => import("./form/FormPage.vue") },
  { path: "/stations/:id/workbook", name: "workbook", title: "Excel 填报", component: () => import("./workbook/WorkbookPage.vue") },
  { path: "/stations/:id/revisions", name: "revisions", title: "历次版本", component: () => import("./history/RevisionsPage.vue") },
  { path: "/stations/:id/revisions/:number", name: "revision", title: "一版材料", component: () => import("./history/RevisionPage.vue") },
  { path: "/stations/:id/standards/:standard", name: "report", title: "自评报告", component: () => import("./ReportPage.vue") },
  { path: "/stations/:id/standards/:standard/plan", name: "plan", title: "怎样达到等级", component: () => import("./plan/PlanPage.vue") },
  { path: "/cases/:id/declare", name: "declare", title: "申报", component: () => import("./declare/DeclarePage.vue") },
];
