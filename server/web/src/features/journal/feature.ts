import type { Feature } from "../../app/feature";

export const journal: Feature = [
  { path: "/journal", name: "journal", title: "日志", component: () => import("./JournalPage.vue"), menu: ["auditor"] },
  { path: "/journal/own", name: "own-journal", title: "我办过的事", component: () => import("./JournalOwnPage.vue") },
];
