import type { Feature } from "../../app/feature";

export const card: Feature = [{ path: "/card", name: "card", title: "查验证书", component: () => import("./CardPage.vue"), open: true }];
