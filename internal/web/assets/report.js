// What a report's page gains with script: the words of a line light up with it, and
// the lines of a word; filters apply at once and stay in the address.
const words = new Map();
for (const e of document.querySelectorAll("[data-refs],[data-ref]")) {
  for (const r of (e.dataset.refs || e.dataset.ref).split(" ")) {
    if (!words.has(r)) words.set(r, []);
    words.get(r).push(e);
  }
}
let lit = [];
const light = (e) => {
  for (const x of lit) x.classList.remove("lit");
  lit = [];
  if (!e) return;
  const refs = e.dataset.ref ? [e.dataset.ref] : [e.hash.slice(3)];
  lit = refs.flatMap((r) => words.get(decodeURIComponent(r)) || []);
  for (const x of lit) x.classList.add("lit");
};
const at = (ev) => light(ev.target.closest?.("[data-refs],[data-ref]"));
document.addEventListener("pointerover", at);
document.addEventListener("focusin", at);

const form = document.querySelector("form[data-marks]");
if (form) {
  form.classList.add("live");
  form.addEventListener("change", (e) => {
    if (e.target.name === "all") return form.requestSubmit();
    const q = new URLSearchParams(new FormData(form));
    if (!form.querySelector("[name=show]:not(:checked)[type=checkbox]")) q.delete("show");
    history.replaceState(null, "", location.pathname + (q.size ? "?" + q : "") + location.hash);
  });
}
