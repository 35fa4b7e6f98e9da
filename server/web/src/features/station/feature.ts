import type { Feature } from "../../app/feature";

export const station: Feature = [
  { path: "/stations/:id", name: "station", title: "本站", component: () => import("./StationPage.vue") },
];
