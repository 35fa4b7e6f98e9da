import type { Feature } from "../../app/feature";

export const account: Feature = [
  { path: "/", name: "home", title: "首页", component: () => import("./HomePage.vue") },
  { path: "/sign-in", name: "sign-in", title: "登录", component: () => import("./SignInPage.vue"), open: true },
  { path: "/password", name: "password", title: "修改密码", component: () => import("./PasswordPage.vue") },
  { path: "/notices", name: "notices", title: "通知", component: () => import("./NoticesPage.vue"), menu: ["station", "assessor", "bureau", "author"] },
];
