// Times in the reader's own zone, live updates, and what is new since the last visit. Everything works without it.
(() => {
  "use strict";

  // Written as the pages write days, in the reader's own zone.
  const zone = new Intl.DateTimeFormat("en-GB", {
    day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
  });

  function localise(root) {
    for (const element of root.querySelectorAll("time[datetime]:not([data-local])")) {
      const moment = new Date(element.getAttribute("datetime"));
      if (Number.isNaN(moment.getTime())) continue;
      element.dataset.local = "";
      // Where it has to be broken, between day and time.
      element.textContent = zone.format(moment).replaceAll(" ", "\u00a0").replace(",\u00a0", ", ");
    }
  }

  // The position of the log when this browser last left the talks; the link asks for what was learnt since.
  const KEY = "parley-seen";
  let last = null;

  function visited(root) {
    const live = document.getElementById("live");
    const hint = root.querySelector("[data-visit]");
    if (!live || !hint) return;
    const position = Number(live.dataset.position);
    if (last === null) last = Number(localStorage.getItem(KEY)) || position;
    if (last < position) {
      hint.hidden = false;
      hint.querySelector("a").href = `/changes?after=${last}`;
    }
    localStorage.setItem(KEY, String(position));
  }

  function fresh(root) {
    localise(root);
    try {
      visited(document);
    } catch {
      // No storage in this browser: then there is no last visit to speak of.
    }
  }

  // One connection for each page that is looked at: a browser has six for a server, and pages that nobody sees (other tabs,
  // those behind the back button) would use them up. Whoever comes back to a page is shown it anew.
  let source = null;

  function changed() {
    document.body.dispatchEvent(new CustomEvent("parley:change"));
  }

  function listen() {
    if (source || document.hidden || !document.body.dataset.live) return;
    source = new EventSource(document.body.dataset.live);
    source.addEventListener("change", changed);
  }

  function hush() {
    if (source) source.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return hush();
    listen();
    changed();
  });
  addEventListener("pagehide", hush);
  addEventListener("pageshow", (event) => {
    listen();
    if (event.persisted) changed();
  });

  document.addEventListener("DOMContentLoaded", () => fresh(document));
  document.addEventListener("htmx:afterSettle", () => fresh(document));
})();
