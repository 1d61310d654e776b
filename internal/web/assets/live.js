// Tells quietly that something came in, and leaves the page as it is until its
// reader asks for it. A tab that is hidden listens to nothing.
const line = document.querySelector("[data-live]");
const came = { report: 0, correction: 0 };
let events, wait = 0, timer, before, other = false;

const many = (n, what) => (n === 0 ? "" : n === 1 ? `1 new ${what}` : `${n} new ${what}s`);
const tell = () => {
  const words = [many(came.report, "report"), many(came.correction, "correction")].filter(Boolean).join(", ") || (other ? "Something new came in" : "");
  if (!words) return;
  const show = document.createElement("a");
  show.href = location.pathname + location.search;
  show.textContent = "show";
  line.replaceChildren(`${words} – `, show);
};
let told; // several at a time are told once
const note = (kind) => () => {
  came[kind]++;
  clearTimeout(told);
  told = setTimeout(tell, 800);
};

const listen = () => {
  if (events || document.hidden) return;
  events = new EventSource(line.dataset.live);
  events.addEventListener("open", () => { wait = 0; });
  for (const kind of Object.keys(came)) events.addEventListener(kind, note(kind));
  // A browser would come back every few seconds: we come later and later, each at
  // another time, and not at all any more where it was refused again and again.
  events.addEventListener("error", () => {
    const refused = events.readyState === EventSource.CLOSED;
    stop();
    if (refused && wait > 8) return;
    wait++;
    timer = setTimeout(listen, Math.min(2 ** wait * 2000, 300000) * (0.5 + Math.random()));
  });
};
const stop = () => {
  events?.close();
  events = undefined;
  clearTimeout(timer);
};

// The tag of the page tells whether something came in while nobody looked.
const tag = async () => {
  try {
    const r = await fetch(location.pathname + location.search, { method: "HEAD", cache: "no-store" });
    return r.ok ? r.headers.get("ETag") : null;
  } catch { return null; }
};
document.addEventListener("visibilitychange", async () => {
  if (document.hidden) {
    stop();
    before = tag();
    return;
  }
  listen();
  const [was, is] = [await before, await tag()];
  if (was && is && was !== is) { other = true; tell(); }
});
addEventListener("pagehide", stop);
addEventListener("pageshow", (e) => { if (e.persisted) listen(); });
if (line) listen();
