import { createApp } from "vue";

import App from "./app/App.vue";
import { router } from "./app/router";
import "./ui/theme.css";

createApp(App).use(router).mount("#app");

// Keeps the application open without reception; a failure leaves it as it was, online only.
if (import.meta.env.PROD && "serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => undefined);
