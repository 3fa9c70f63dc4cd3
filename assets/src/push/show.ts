// What a service worker does with news from the push service. Any worker may take it in:
// `listenForPush(self)`.
import { WAYS, wayTo } from "./ways";

export interface News {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly url: string;
  readonly number?: string;
  readonly urgent?: boolean;
}

export function listenForPush(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener("push", (event) => {
    const news = read(event.data);
    if (news) event.waitUntil(show(worker, news));
  });
  worker.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(worker, event.notification.data as News));
  });
}

function read(data: PushMessageData | null): News | null {
  try {
    return (data?.json() as News | undefined) ?? null;
  } catch {
    return null;
  }
}

function show(worker: ServiceWorkerGlobalScope, news: News): Promise<void> {
  const look = { icon: "/static/img/app-192.png", badge: "/static/img/app-192.png", data: news };
  const options = { ...look, body: news.body, tag: news.tag, requireInteraction: news.urgent === true };
  return worker.registration.showNotification(news.title, options);
}

async function open(worker: ServiceWorkerGlobalScope, news: News): Promise<void> {
  const known = news.number ? await (await caches.open(WAYS)).match(wayTo(news.number)) : undefined;
  const url = new URL(known ? await known.text() : news.url, worker.location.origin);
  if (url.origin !== worker.location.origin) return;
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((one) => one.url === url.href);
  await (there ? there.focus() : worker.clients.openWindow(url.href));
}
