// Lights up all the words of a line of the record, and the lines of a word.
(() => {
  const words = new Map();
  for (const e of document.querySelectorAll("[data-refs],[data-ref]"))
    for (const r of (e.dataset.refs || e.dataset.ref).split(" ")) {
      if (!words.has(r)) words.set(r, []);
      words.get(r).push(e);
    }
  let lit = [];
  const light = (e) => {
    for (const x of lit) x.classList.remove("lit");
    lit = [];
    if (!e) return;
    const refs = e.dataset.ref ? [e.dataset.ref] : [e.hash.slice(1)];
    lit = refs.flatMap((r) => words.get(r) || []);
    for (const x of lit) x.classList.add("lit");
  };
  const at = (ev) => light(ev.target.closest("[data-refs],[data-ref]"));
  document.addEventListener("pointerover", at);
  document.addEventListener("focusin", at);
})();
