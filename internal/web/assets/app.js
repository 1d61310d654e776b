// What the pages gain with script: bounds that apply at once, a slider that tells
// its day, keys.
const day = (first, n) => new Date(Date.parse(first) + n * 864e5).toISOString().slice(0, 10);

for (const f of document.querySelectorAll("form[data-auto]")) {
  f.addEventListener("change", () => f.requestSubmit());
}
for (const f of document.querySelectorAll("form[data-slide]")) {
  const range = f.elements.day;
  const out = f.querySelector("output");
  const tell = () => { out.textContent = day(f.dataset.first, +range.value); };
  tell();
  f.classList.add("live-slide");
  range.addEventListener("input", tell);
  let byKey = false;
  range.addEventListener("keydown", () => { byKey = true; });
  range.addEventListener("pointerdown", () => { byKey = false; });
  // Who moves it by keys goes on from there on the next page.
  range.addEventListener("change", () => {
    try { if (byKey) sessionStorage.setItem("slid", "1"); } catch { /* not kept */ }
    f.requestSubmit();
  });
  try {
    if (sessionStorage.getItem("slid")) range.focus({ preventScroll: true });
    sessionStorage.removeItem("slid");
  } catch { /* not kept */ }
}
// A form sends no empty fields: the address stays short.
document.addEventListener("submit", (e) => {
  if (e.target.method !== "get") return;
  for (const x of e.target.elements) if (x.name && x.value === "") x.disabled = true;
});
document.addEventListener("keydown", (e) => {
  if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || /^(input|select|textarea)$/i.test(e.target.tagName)) return;
  e.preventDefault();
  document.querySelector(".search input[type=search]").focus();
});
// A file that is dropped anywhere on the page goes into the form.
for (const f of document.querySelectorAll("form[data-drop]")) {
  const on = (e) => { e.preventDefault(); f.classList.toggle("dropping", e.type === "dragover"); };
  document.addEventListener("dragover", on);
  document.addEventListener("dragleave", on);
  document.addEventListener("drop", (e) => {
    on(e);
    if (e.dataTransfer.files.length) {
      f.elements.file.files = e.dataTransfer.files;
      f.requestSubmit();
    } else {
      f.elements.text.value = e.dataTransfer.getData("text");
      f.elements.text.focus();
    }
  });
}
// The form of corrections asks for what its kind needs.
for (const f of document.querySelectorAll("form[data-kinds]")) {
  f.querySelector("[data-kinds-links]").hidden = true; // the list above does it
  const { kind, target, with: other } = f.elements;
  kind.addEventListener("change", () => {
    const how = kind.selectedOptions[0].dataset;
    f.querySelector("[data-label=target]").textContent = how.target;
    f.querySelector("[data-label=with]").textContent = how.with;
    other.closest("label").hidden = how.with === "";
    if (how.with === "") other.value = "";
    other.placeholder = how.hint;
    other.setAttribute("list", how.list);
    if ("actors" in how) target.setAttribute("list", "actors");
    else target.removeAttribute("list");
  });
}
