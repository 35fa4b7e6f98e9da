// Keeps the application open without reception. The build writes the list of files; what people record is
// in the database of the browser and none of this file's business.
const version = "pages-__VERSION__";
const files = __FILES__;

self.addEventListener("install", (e) => e.waitUntil(caches.open(version).then((cache) => cache.addAll(files))));
self.addEventListener("activate", (e) => e.waitUntil(tidy().then(() => self.clients.claim())));
self.addEventListener("fetch", (e) => {
  const { origin, pathname } = new URL(e.request.url);
  if (e.request.method !== "GET" || origin !== self.location.origin || pathname.startsWith("/api/")) return;
  if (e.request.mode === "navigate") e.respondWith(page(e.request));
  else if (files.includes(pathname) || pathname.startsWith("/assets/")) e.respondWith(kept(e.request));
});

async function tidy() {
  for (const name of await caches.keys()) if (name.startsWith("pages-") && name !== version) await caches.delete(name);
}

// With poor reception the page that is kept is shown after three seconds.
async function page(request) {
  const shown = await caches.match("/");
  const late = shown && new Promise((resolve) => setTimeout(() => resolve(shown.clone()), 3000));
  const asked = fetch(request).catch((e) => (shown ? shown.clone() : Promise.reject(e)));
  return late ? Promise.race([asked, late]) : asked;
}

async function kept(request) {
  return (await caches.match(request)) ?? fetch(request);
}
