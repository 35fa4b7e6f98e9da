import type { Feature } from "../../app/feature";

export const people: Feature = [
  { path: "/people", name: "people", title: "账号", component: () => import("./PeoplePage.vue"), menu: ["admin"] },
  { path: "/people/new", name: "person-new", title: "开通账号", component: () => import("./PersonNewPage.vue") },
  { path: "/people/:id", name: "person", title: "账号", component: () => import("./PersonPage.vue") },
];
