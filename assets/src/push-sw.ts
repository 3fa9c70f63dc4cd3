// The worker that shows news. It answers no page: its scope is its own, beside every other worker.
import { listenForPush } from "./push/show";

declare const self: ServiceWorkerGlobalScope;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
listenForPush(self);
