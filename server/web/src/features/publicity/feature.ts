import type { Feature } from "../../app/feature";

export const publicity: Feature = [
  { path: "/public", name: "public", title: "公示和命名", component: () => import("./PublicPage.vue"), open: true },
  { path: "/public/:id", name: "public-batch", title: "公示和命名名单", component: () => import("./PublicBatchPage.vue"), open: true },
];
