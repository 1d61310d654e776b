// Keys: ? shows them, g and a letter goes to a page, arrows go from cell to cell of
// a table. Links and fields keep what the browser gives them, and the tab key still
// reaches every one. Who types, or turned the keys off, is left alone.
const off = () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } };
const typing = (e) => e.isComposing || e.ctrlKey || e.metaKey || e.altKey || e.target.isContentEditable ||
  /^(select|textarea)$/i.test(e.target.tagName) || (e.target.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(e.target.type));

const make = (name, text, parent) => {
  const e = document.createElement(name);
  if (text) e.textContent = text;
  parent?.append(e);
  return e;
};

// dialog is made when it is asked for first. Its list is that of the links on the page.
let dialog;
const show = () => {
  if (!dialog) {
    dialog = make("dialog", "", document.body);
    dialog.className = "keys";
    dialog.setAttribute("aria-labelledby", "keys-title");
    make("h2", "Keys", dialog).id = "keys-title";
    const list = make("dl", "", dialog);
    const row = (keys, does) => {
      const dt = make("dt", "", list);
      for (const k of keys) { make("kbd", k, dt); dt.append(" "); }
      make("dd", does, list);
    };
    row(["?"], "these keys");
    row(["/"], "search");
    for (const a of document.querySelectorAll(".top [data-key]")) row(["g", a.dataset.key], a.textContent);
    row(["←", "→", "↑", "↓"], "from cell to cell of the table");
    row(["Enter"], "the passages of a cell");
    row(["Esc"], "closes this");
    const label = make("label", "", dialog);
    const box = make("input", "", label);
    box.type = "checkbox";
    box.checked = !off();
    label.append(" keys of one letter are on");
    box.addEventListener("change", () => { try { localStorage.setItem("keys", box.checked ? "on" : "off"); } catch { /* not kept */ } });
    const close = make("button", "Close", make("p", "", dialog));
    close.type = "button";
    close.autofocus = true;
    close.addEventListener("click", () => dialog.close());
  }
  if (!dialog.open) dialog.showModal();
};
// The foot tells of the keys: it can be clicked too.
const hint = document.querySelector(".foot kbd");
if (hint) {
  const b = make("button", "?");
  b.type = "button";
  b.className = "keys-hint";
  b.setAttribute("aria-label", "Show the keys");
  b.addEventListener("click", show);
  hint.replaceWith(b);
}

let gone = 0; // when g was pressed
document.addEventListener("keydown", (e) => {
  if (typing(e) || dialog?.open || e.defaultPrevented) return;
  if (e.key === "?") { e.preventDefault(); show(); return; }
  if (off()) return;
  if (e.key === "g") { gone = e.timeStamp; return; }
  if (gone && e.timeStamp - gone < 1500 && /^[a-z]$/.test(e.key)) {
    const to = document.querySelector(`.top [data-key="${e.key}"]`);
    if (to) { e.preventDefault(); to.click(); }
  }
  if (e.key !== "Shift") gone = 0;
});

// From cell to cell: the next one in a direction that has a link.
const link = (cell) => cell?.querySelector("a[href]");
const step = (from, key) => {
  const row = from.parentElement, rows = [...row.closest("table").rows];
  const across = (list) => list.find(link);
  const cells = [...row.cells], column = from.cellIndex, r = rows.indexOf(row);
  switch (key) {
    case "ArrowRight": return across(cells.slice(column + 1));
    case "ArrowLeft": return across(cells.slice(0, column).reverse());
    case "Home": return across(cells);
    case "End": return across(cells.reverse());
    case "ArrowDown": return across(rows.slice(r + 1).map((x) => x.cells[column]));
    case "ArrowUp": return across(rows.slice(0, r).reverse().map((x) => x.cells[column]));
  }
};
for (const table of document.querySelectorAll("table.matrix")) {
  table.addEventListener("keydown", (e) => {
    if (typing(e) || e.shiftKey) return;
    const from = e.target.closest("th, td");
    const to = from && step(from, e.key);
    if (!to) return;
    e.preventDefault();
    link(to).focus();
  });
}
