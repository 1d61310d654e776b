// What a report's page gains with script: the words of a line light up with it, and
// the lines of a word; filters apply at once and stay in the address.
const words = new Map();
for (const e of document.querySelectorAll("[data-refs],[data-ref]")) {
  for (const r of (e.dataset.refs || e.dataset.ref).split(" ")) {
    if (!words.has(r)) words.set(r, []);
    words.get(r).push(e);
  }
}
// The line that the address leads to stays lit while nothing else is.
let lit = [];
const led = () => decodeURIComponent(location.hash.slice(1)).replace(/^l-/, "");
const light = (e) => {
  for (const x of lit) x.classList.remove("lit");
  const ref = e ? e.dataset.ref || decodeURIComponent(e.hash.slice(3)) : led();
  lit = words.get(ref) || [];
  for (const x of lit) x.classList.add("lit");
};
const at = (ev) => light(ev.target.closest?.("[data-refs],[data-ref]"));
document.addEventListener("pointerover", at);
document.addEventListener("focusin", at);
// The record, where it scrolls by itself, shows the line that the address leads to.
const record = document.querySelector(".record");
const lead = () => {
  light();
  const line = lit.find((x) => record?.contains(x));
  if (!line || record.scrollHeight <= record.clientHeight) return;
  const off = line.getBoundingClientRect().top - record.getBoundingClientRect().top;
  if (off < 0 || off > record.clientHeight - line.clientHeight) record.scrollTop += off - record.clientHeight / 3;
};
addEventListener("hashchange", lead);
lead();

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
