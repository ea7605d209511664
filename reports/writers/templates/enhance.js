// The page is complete without this: search, filters, folding, focus in the dependency graph, saving the data.
(() => {
  "use strict";
  const $ = (selector) => document.querySelector(selector);
  const every = (selector, root = document) => [...root.querySelectorAll(selector)];
  const idle = window.requestIdleCallback || ((work) => setTimeout(work, 50));

  // The data travels packed. With scripts off the link leads to the file beside the page.
  const unpacked = async (id) => {
    const bytes = Uint8Array.from(atob($(id).textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };
  const saved = (text) => URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const unpack = async () => {
    $("#save-result").href = saved(await unpacked("#result"));
    const witnesses = JSON.parse(await unpacked("#witnesses"));
    for (const link of every("a.witness")) link.href = saved(witnesses[link.download]);
  };
  if (window.DecompressionStream) idle(unpack);

  // What a link leads to is unfolded first, whatever it lies in; paper shows everything.
  const unfold = (target) => {
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    const body = target && target.querySelector(":scope > details.body");
    if (body) body.open = true;
  };
  const arrive = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    unfold(target);
    target.scrollIntoView();
  };
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = every("details:not([open])");
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
  });

  // Where the reader is.
  const links = new Map(every(".contents > ul a").map((a) => [a.hash.slice(1), a]));
  const seen = new Set();
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) entry.isIntersecting ? seen.add(entry.target.id) : seen.delete(entry.target.id);
    const here = [...links.keys()].find((id) => seen.has(id));
    for (const [id, link] of links) id === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
  }, { rootMargin: "-10% 0px -80% 0px" });
  for (const section of every("main > section")) observer.observe(section);

  // Search: everything that cards and statements of papers hold, formulas by their source.
  const greek = { α: "alpha", β: "beta", γ: "gamma", δ: "delta", ϵ: "epsilon", ε: "epsilon", η: "eta", θ: "theta", κ: "kappa", λ: "lambda", μ: "mu", ξ: "xi", π: "pi", ρ: "rho", σ: "sigma", τ: "tau", ϕ: "phi", χ: "chi", ω: "omega" };
  const plain = (text) => text.toLowerCase().replace(/[^\x00-\x7f]/g, (c) => greek[c] || c).replace(/[-\s_/]+/g, " ").trim();
  const words = (element) => {
    const copy = element.cloneNode(true);
    for (const formula of copy.querySelectorAll("math")) formula.replaceWith(` ${formula.getAttribute("alttext") || formula.textContent} `);
    // A word for each cell: neighbours must not run together.
    for (const cell of copy.querySelectorAll("td, th, dd, dt, p, li, summary, h3, h4, pre, .tag")) cell.append(" ");
    return copy.textContent;
  };
  let built = null;
  const index = () => {
    built ||= every("#cards article, .statements > li").map((element) => {
      const text = words(element).replace(/\s+/g, " ");
      const heading = element.querySelector("h3, h4");
      const statement = element.querySelector(".statement");
      const printed = element.querySelector(".facts-list dd");
      const name = heading.textContent.trim();
      return { element, text, plain: plain(text), name, place: plain(`${name} ${printed ? printed.textContent : ""}`), parts: printed ? plain(printed.textContent).split(/[,·;]/).map((part) => part.trim()) : [], says: statement ? statement.textContent : "", card: element.tagName === "ARTICLE" };
    });
    return built;
  };
  // Cards before statements; the phrase in a name or a place of print first, then anywhere, then all of its words.
  const found = (query) => {
    const phrase = plain(query);
    if (!phrase) return [];
    const parts = phrase.split(" ");
    const rank = (entry) => (entry.plain.includes(phrase) ? (entry.parts.includes(phrase) ? -1 : entry.place.includes(phrase) ? 0 : 1) : parts.every((p) => entry.plain.includes(p)) ? 2 : 3);
    return index().map((entry) => [rank(entry), entry]).filter(([r]) => r < 3).sort((a, b) => b[1].card - a[1].card || a[0] - b[0]).map(([, entry]) => entry);
  };
  const search = $(".search");
  if (search) {
    const input = $("#search"), list = $("#search-results"), count = $("#search-count");
    const most = 12;
    search.hidden = false;
    // The words around the first hit, which is underlined.
    const hit = (entry, query) => {
      const line = document.createElement("span");
      line.className = "hit";
      const at = entry.text.toLowerCase().indexOf(query.trim().toLowerCase());
      if (at < 0) {
        line.textContent = entry.says.slice(0, 110);
        return line;
      }
      const mark = document.createElement("mark");
      mark.textContent = entry.text.slice(at, at + query.trim().length);
      line.append((at > 40 ? "…" : "") + entry.text.slice(Math.max(0, at - 40), at), mark, entry.text.slice(at + query.trim().length, at + 70) + "…");
      return line;
    };
    const show = () => {
      const query = input.value, all = found(query);
      list.replaceChildren(...all.slice(0, most).map((entry) => {
        const item = document.createElement("li"), link = document.createElement("a"), name = document.createElement("span");
        name.className = entry.card ? "id" : "";
        name.textContent = entry.name;
        link.href = `#${entry.element.id}`;
        link.append(name, hit(entry, query));
        item.append(link);
        return item;
      }));
      const cards = all.filter((e) => e.card).length;
      count.textContent = !plain(query) ? "" : all.length === 0 ? `Nothing here holds “${query.trim()}”: no card, no statement.` : `${cards} card${cards === 1 ? "" : "s"}, ${all.length - cards} statement${all.length - cards === 1 ? "" : "s"}${all.length > most ? `; the first ${most}` : ""}`;
    };
    input.addEventListener("input", show);
    search.addEventListener("submit", (event) => {
      event.preventDefault();
      const first = list.querySelector("a");
      if (first) first.click();
    });
    addEventListener("keydown", (event) => {
      const typing = event.target.closest && event.target.closest("input, select, textarea");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        input.focus();
        input.select();
      } else if (event.key === "Escape" && event.target === input) {
        input.value = "";
        show();
      }
    });
  }

  const form = $(".filters");
  if (form) {
    const rows = every("#claims-table tbody tr");
    const shown = form.querySelector(".shown");
    form.hidden = false;

    const state = () => {
      const chosen = new URLSearchParams();
      for (const control of form.elements) {
        const value = control.type === "checkbox" ? (control.checked ? "yes" : "") : control.value;
        if (control.name && value) chosen.set(control.name, value);
      }
      return chosen;
    };
    const apply = (remember) => {
      const chosen = state();
      const text = chosen.get("text");
      const holding = text ? new Set(found(text).map((e) => e.element.id)) : null;
      let count = 0;
      for (const row of rows) {
        row.hidden = [...chosen].some(([key, value]) => (key === "text" ? !holding.has(row.querySelector("a.id").hash.slice(1)) : row.dataset[key] !== value));
        if (!row.hidden) count += 1;
      }
      shown.textContent = count === 0 ? `No claim of ${rows.length} is like this` : `${count} of ${rows.length} claims`;
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
      $("#claims").scrollIntoView();
    };
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => apply(true));
    form.addEventListener("reset", () => setTimeout(() => apply(true)));
    addEventListener("hashchange", restore);
    if (location.hash.includes("?")) restore();
    else shown.textContent = `${rows.length} of ${rows.length} claims`;
  }
  addEventListener("hashchange", arrive);
  if (location.hash) arrive();
  for (const hint of every(".needs-script")) hint.hidden = false;

  // Heat maps: the number under the pointer, from the data that the page carries.
  let figures = null;
  const figureOf = async (element) => {
    const named = (figure) => [`figure-${figure.id.replace(/[^\w.-]/g, ".")}`, figure];
    figures ||= unpacked("#result").then((text) => new Map(JSON.parse(text).figures.map(named)));
    return (await figures).get(element.closest("figure").id);
  };
  const said = (value) => {
    if (value === null || value === undefined) return "nothing";
    const brief = (number) => String(Number(number.toPrecision(6)));
    if (typeof value === "number") return brief(value);
    if (typeof value !== "object") return String(value);
    return value.kind === "rational" && value.value.length <= 24 ? value.value : `≈ ${brief(Number(value.approximate))}`;
  };
  const readingOf = (figure) => {
    let line = figure.querySelector(".reading");
    if (!line) {
      line = document.createElement("p");
      line.className = "reading";
      figure.querySelector(".picture").after(line);
    }
    return line;
  };
  for (const cells of every("svg.heatmap .cells")) {
    cells.addEventListener("pointermove", async (event) => {
      const { clientX, clientY } = event;
      const figure = await figureOf(cells);
      if (!figure) return;
      const panel = cells.closest("[data-panel]");
      const shown = panel ? { ...figure, ...figure.panels[panel.dataset.panel] } : figure;
      const box = cells.getBoundingClientRect();
      const columns = Math.max(...shown.values.map((row) => row.length));
      const at = (share, count) => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
      const i = at((clientY - box.top) / box.height, shown.values.length), j = at((clientX - box.left) / box.width, columns);
      const axis = (name, labels, k) => `${name || ""} ${labels && labels[k] !== undefined ? labels[k] : k}`.trim();
      readingOf(cells.closest("figure")).textContent = `${panel && shown.title ? `${shown.title}; ` : ""}${axis(shown.row_axis, shown.rows, i)}, ${axis(shown.column_axis, shown.columns, j)}: ${said(shown.values[i][j])}`;
    });
  }

  // Snapshots of a training: one at a time, with the cursor on the curve; all of them on request and on paper.
  for (const scrubber of every(".scrubber")) {
    const all = every(".snapshots > li", scrubber), bar = scrubber.querySelector(".scrub");
    const slider = bar.querySelector("input"), output = bar.querySelector("output"), more = bar.querySelector("button");
    const cursor = scrubber.querySelector(".cursor");
    const words = more.textContent;
    const show = () => {
      all.forEach((one, k) => one.classList.toggle("now", k === Number(slider.value)));
      const now = all[Number(slider.value)];
      output.textContent = now.querySelector(".panel-title").textContent;
      slider.setAttribute("aria-valuetext", output.textContent);
      if (cursor && now.dataset.at) cursor.setAttribute("transform", `translate(${now.dataset.at})`);
    };
    bar.hidden = false;
    scrubber.classList.add("one");
    slider.addEventListener("input", show);
    more.addEventListener("click", () => {
      more.textContent = scrubber.classList.toggle("one") ? words : "Show one";
    });
    show();
  }

  const graph = $("svg.dependencies");
  if (graph) {
    const nodes = new Map(every(".node", graph).map((n) => [n.dataset.node, n]));
    const edges = every(".edges path", graph).map((e) => [e, ...e.dataset.edge.split(" ")]);
    const uses = new Map([...nodes.keys()].map((key) => [key, []]));
    for (const [, from, to] of edges) uses.get(to).push(from);
    const focus = (node) => {
      const inside = new Set();
      const visit = (key) => {
        if (inside.has(key) || !nodes.has(key)) return;
        inside.add(key);
        uses.get(key).forEach(visit);
      };
      if (node) visit(node.dataset.node);
      graph.classList.toggle("focused", Boolean(node));
      for (const [key, n] of nodes) n.classList.toggle("in", inside.has(key));
      for (const [edge, from, to] of edges) edge.classList.toggle("in", inside.has(from) && inside.has(to));
    };
    for (const node of nodes.values()) {
      node.addEventListener("pointerenter", () => focus(node));
      node.addEventListener("pointerleave", () => focus(null));
      node.addEventListener("focus", () => focus(node));
      node.addEventListener("blur", () => focus(null));
    }
  }
})();
