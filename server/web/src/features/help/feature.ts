import type { Feature } from "../../app/feature";

export const help: Feature = [
  { path: "/help", name: "help", title: "帮助", component: () => import("./HelpPage.vue"), open: true },
  { path: "/help/:reader", name: "help-reader", title: "帮助", component: () => import("./HelpPage.vue"), open: true },
];
