// The page is complete without this: filters, focus in the dependency graph, copy buttons, saving the data.
(() => {
  "use strict";
  // With scripts off the link leads to the file beside the page.
  const save = document.getElementById("save-result");
  const data = document.getElementById("result").textContent;
  save.href = URL.createObjectURL(new Blob([data], { type: "application/json" }));

  const form = document.querySelector(".filters");
  if (!form) return;
  const rows = [...document.querySelectorAll("#claims-table tbody tr")];
  const shown = form.querySelector(".shown");
  form.hidden = false;
  for (const hint of document.querySelectorAll(".needs-script")) hint.hidden = false;

  const state = () => {
    const chosen = new URLSearchParams();
    for (const control of form.elements) {
      const value = control.type === "checkbox" ? (control.checked ? "yes" : "") : control.value;
      if (control.name && value) chosen.set(control.name, value);
    }
    return chosen;
  };
  const matches = (row, chosen) => {
    for (const [key, value] of chosen) {
      if (key === "text") {
        if (!row.textContent.toLowerCase().includes(value.toLowerCase())) return false;
      } else if (row.dataset[key] !== value) {
        return false;
      }
    }
    return true;
  };
  const apply = (remember) => {
    const chosen = state();
    let count = 0;
    for (const row of rows) {
      row.hidden = !matches(row, chosen);
      if (!row.hidden) count += 1;
    }
    shown.textContent = `${count} of ${rows.length} claims`;
    if (remember) {
      const query = chosen.toString();
      history.replaceState(null, "", query ? `#claims?${query}` : "#claims");
    }
  };
  const restore = () => {
    const [place, query] = location.hash.slice(1).split("?");
    if (place !== "claims" || query === undefined) return;
    const chosen = new URLSearchParams(query);
    for (const control of form.elements) {
      if (!control.name) continue;
      const value = chosen.get(control.name) || "";
      if (control.type === "checkbox") control.checked = value === "yes";
      else control.value = value;
    }
    apply(false);
    document.getElementById("claims").scrollIntoView();
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => apply(true));
  form.addEventListener("reset", () => setTimeout(() => apply(true)));
  addEventListener("hashchange", restore);
  apply(false);
  restore();

  const graph = document.querySelector("svg.dependencies");
  if (graph) {
    const nodes = new Map([...graph.querySelectorAll(".node")].map((n) => [n.dataset.node, n]));
    const focus = (node) => {
      const inside = new Set();
      const visit = (key) => {
        if (inside.has(key) || !nodes.has(key)) return;
        inside.add(key);
        nodes.get(key).dataset.uses.split(" ").filter(Boolean).forEach(visit);
      };
      if (node) visit(node.dataset.node);
      graph.classList.toggle("focused", Boolean(node));
      for (const [key, n] of nodes) n.classList.toggle("in", inside.has(key));
      for (const edge of graph.querySelectorAll(".edge")) {
        edge.classList.toggle("in", inside.has(edge.dataset.from) && inside.has(edge.dataset.to));
      }
    };
    for (const node of nodes.values()) {
      node.addEventListener("pointerenter", () => focus(node));
      node.addEventListener("pointerleave", () => focus(null));
      node.addEventListener("focus", () => focus(node));
      node.addEventListener("blur", () => focus(null));
    }
  }
})();
