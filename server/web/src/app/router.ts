import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";

import { recall, useSession } from "../session";
import { pages } from "./features";

const routes: RouteRecordRaw[] = pages.map((page) => ({
  path: page.path,
  name: page.name,
  component: page.component,
  meta: { title: page.title, open: page.open ?? false, wide: page.wide ?? false },
}));
routes.push({ path: "/:rest(.*)*", name: "nowhere", component: () => import("./NowherePage.vue"), meta: { title: "没有这个页面", open: true } });

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path || to.hash ? false : { top: 0 }),
});

router.beforeEach(async (to) => {
  if (to.meta["open"]) {
    void recall().catch(() => undefined); // for the menu; the page itself needs nobody
    return true;
  }
  await recall();
  const { self } = useSession();
  if (!self.value) return { name: "sign-in", query: { to: to.fullPath } };
  if (self.value.must_change && to.name !== "password") return { name: "password" };
  return true;
});

router.afterEach((to, from) => {
  document.title = `${String(to.meta["title"])} · 站评`;
  // A screen reader goes on with the new page, not with the menu; a changed filter is no new page.
  if (from.name !== undefined && to.path !== from.path) document.getElementById("main")?.focus({ preventScroll: true });
});
