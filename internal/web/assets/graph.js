// What graphs gain with script: days of a timeline that are dragged over, or zoomed
// with the wheel, become the days of the address; what a node is tied to lights up.
const days = (first, n) => new Date(Date.parse(first) + n * 864e5).toISOString().slice(0, 10);

for (const fig of document.querySelectorAll("[data-brush]")) {
  const box = fig.querySelector(".chart-scroll");
  const axis = fig.querySelector(".lane.head svg");
  const total = +fig.dataset.days;
  const go = (a, b) => {
    const u = new URL(location.href);
    for (const k of ["on", "after"]) u.searchParams.delete(k);
    u.searchParams.set("since", days(fig.dataset.from, a));
    u.searchParams.set("until", days(fig.dataset.from, b));
    u.hash = "";
    location.assign(u);
  };
  const at = (e) => {
    const r = axis.getBoundingClientRect();
    return Math.min(Math.max((e.clientX - r.left) / r.width, 0), 1) * total;
  };
  for (const h of fig.querySelectorAll(".hint")) h.hidden = !matchMedia("(pointer: fine)").matches;
  box.scrollLeft = box.scrollWidth; // the newest first
  let start = null, brush = null;
  box.addEventListener("pointerdown", (e) => {
    if (e.pointerType !== "mouse" || e.button !== 0 || e.target.closest("a") || !e.target.closest("svg")) return;
    start = at(e);
    e.preventDefault();
  });
  addEventListener("pointermove", (e) => {
    if (start === null) return;
    if (!brush) {
      brush = document.createElement("div");
      brush.className = "brush";
      box.append(brush);
    }
    const r = axis.getBoundingClientRect(), b = box.getBoundingClientRect();
    const [from, to] = [start, at(e)].sort((x, y) => x - y);
    brush.style.left = r.left - b.left + box.scrollLeft + (from / total) * r.width + "px";
    brush.style.width = ((to - from) / total) * r.width + "px";
  });
  addEventListener("pointerup", (e) => {
    if (start === null) return;
    const [from, to] = [start, at(e)].sort((x, y) => x - y);
    start = null;
    brush?.remove();
    brush = null;
    if (((to - from) / total) * axis.getBoundingClientRect().width > 8) go(Math.floor(from), Math.max(Math.floor(from), Math.ceil(to) - 1));
  });
  addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    start = null;
    brush?.remove();
    brush = null;
  });
  let wheel = 0;
  box.addEventListener("wheel", (e) => {
    if (!e.ctrlKey) return;
    e.preventDefault();
    clearTimeout(wheel);
    const mid = at(e), by = e.deltaY < 0 ? 0.5 : 2;
    wheel = setTimeout(() => go(Math.round(mid - mid * by), Math.round(mid + (total - mid) * by) - 1), 150);
  }, { passive: false });
}

for (const net of document.querySelectorAll("[data-net]")) {
  const light = (e) => {
    const k = e.target.closest?.("[data-node]")?.dataset.node;
    net.classList.toggle("lit", k !== undefined);
    for (const x of net.querySelectorAll("[data-ties]")) x.classList.toggle("on", k !== undefined && x.dataset.ties.split(" ").includes(k));
  };
  net.addEventListener("pointerover", light);
  net.addEventListener("focusin", light);
  net.addEventListener("pointerleave", light);
}
