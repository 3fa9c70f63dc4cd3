// "Forget it in this browser": what scripts of ours keep goes first, then the server's cookies.
import { forgetDrafts } from "../autosave";
import { WAYS } from "../push/ways";
import { forgetKept } from "./store";

const FORMS = ["report", "saya", "own:"];
const PATIENCE = 3_000; // a store that another tab blocks must not keep the rest from being forgotten

export async function forgetAll(): Promise<void> {
  FORMS.forEach(forgetDrafts);
  const stores = [forgetKept(), "caches" in window ? caches.delete(WAYS) : null];
  await Promise.race([Promise.allSettled(stores), new Promise((done) => setTimeout(done, PATIENCE))]);
}
