import type { Feature } from "../../app/feature";

export const station: Feature = [
  { path: "/stations/:id", name: "station", title: "本站", component: () => import("./StationPage.vue"), menu: ["station"] },
  { path: "/stations/:id/form", name: "form", title: "填报", component: () => import("./form/FormPage.vue") },
  { path: "/stations/:id/standards/:standard", name: "report", title: "评定报告", component: () => import("./ReportPage.vue") },
];
