import type { Feature } from "../../app/feature";

export const papers: Feature = [{ path: "/papers", name: "papers", title: "文书和导出", component: () => import("./PapersPage.vue"), menu: ["bureau", "auditor"] }];
