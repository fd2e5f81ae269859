// What every page needs: htmx for parts of pages, words that light up, keys, and links that keep their place.

import htmx from "htmx.org";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
htmx.config.scrollIntoViewOnBoost = false;
// What is wrong is said on the page that comes back, so that page is shown too.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[234]..", swap: true },
  { code: "5..", swap: false, error: true },
];

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// -- the reader: a record's words light up while it is pointed at or focused -----------------------------------

function light(record) {
  dim();
  const text = document.querySelector(".text");
  if (!text || !record) return;
  record.classList.add("is-lit");
  const segments = all("[data-s]", text);
  for (const range of (record.dataset.lit ?? "").split(" ").filter(Boolean)) {
    const [role, start, stop] = range.split(":");
    for (const piece of segments) {
      if (+piece.dataset.s >= +start && +piece.dataset.s < +stop) {
        piece.classList.add("lit", `lit-${role}`);
      }
    }
  }
}

function dim() {
  for (const piece of all(".lit")) {
    for (const name of [...piece.classList]) if (name.startsWith("lit")) piece.classList.remove(name);
  }
  for (const record of all(".is-lit")) record.classList.remove("is-lit");
}

function recordOf(target) {
  if (!(target instanceof Element)) return null;
  const own = target.closest("[data-lit]");
  if (own) return own;
  const mark = target.closest(".text [data-of]");
  return mark ? document.getElementById(mark.dataset.of) : null;
}

document.addEventListener("pointerover", (e) => {
  const record = recordOf(e.target);
  if (record) light(record);
  else if (e.target instanceof Element && e.target.closest(".reader")) light(pinned());
});
document.addEventListener("focusin", (e) => {
  const record = recordOf(e.target);
  if (record) light(record);
});

const pinned = () => (location.hash ? document.getElementById(location.hash.slice(1))?.closest("[data-lit]") : null);

function follow() {
  const record = pinned();
  if (!record) return;
  light(record);
  record.focus({ preventScroll: false });
}
window.addEventListener("hashchange", follow);

// In the reader, j and k go from record to record.
function step(by) {
  const records = all("[data-lit]").filter((r) => r.offsetParent !== null);
  if (!records.length) return;
  const at = records.findIndex((r) => r.contains(document.activeElement));
  const next = records[Math.max(0, Math.min(records.length - 1, at + by))];
  next.focus();
  document.querySelector(".text .lit-trigger, .text .lit")?.scrollIntoView({ block: "center" });
}

// -- keys ------------------------------------------------------------------------------------------------------

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
  const typing = e.target.closest?.("input, textarea, select, [contenteditable]");
  if (e.key === "Escape" && typing) return typing.blur();
  if (typing) return;
  const button = document.querySelector(`[data-key="${CSS.escape(e.key)}"]`);
  if (button && button.offsetParent !== null) {
    e.preventDefault();
    if (button.matches("input, select, textarea")) button.focus();
    else if (button.tagName === "SUMMARY") button.click(), button.parentElement.querySelector("input, select")?.focus();
    else button.click();
  } else if (e.key === "/") {
    e.preventDefault();
    document.getElementById("q")?.focus();
  } else if (e.key === "j" || e.key === "k") {
    step(e.key === "j" ? 1 : -1);
  }
});

// -- forms -----------------------------------------------------------------------------------------------------

// Empty fields say nothing: without them a link that reproduces a view stays short.
document.addEventListener("submit", (e) => {
  if (e.target.method === "get") {
    for (const field of all("input, select", e.target)) if (!field.value) field.disabled = true;
    setTimeout(() => all("[disabled]", e.target).forEach((f) => (f.disabled = false)));
  }
});
document.addEventListener("change", (e) => {
  const form = e.target.form;
  if (form && "live" in form.dataset) form.requestSubmit();
});

// Files dropped anywhere on the page of adding.
const drop = document.querySelector("[data-drop]");
if (drop) {
  const files = drop.querySelector("input[type=file]");
  const told = drop.querySelector("[data-told]");
  const tell = () => {
    told.textContent = [...files.files].map((f) => `${f.name} (${Math.ceil(f.size / 1024)} kB)`).join(", ");
  };
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (e) => (e.preventDefault(), drop.classList.add("is-over")));
  }
  document.addEventListener("dragleave", (e) => e.relatedTarget ?? drop.classList.remove("is-over"));
  document.addEventListener("drop", (e) => {
    e.preventDefault();
    drop.classList.remove("is-over");
    if (e.dataTransfer.files.length) (files.files = e.dataTransfer.files), tell();
  });
  files.addEventListener("change", tell);
}

document.addEventListener("click", async (e) => {
  const copy = e.target.closest?.("[data-copy]");
  if (!copy) return;
  await navigator.clipboard.writeText(location.href);
  copy.textContent = "Copied";
  setTimeout(() => (copy.textContent = "Copy link"), 2000);
});

// A reviewer's name is kept by the browser alone.
function keep(root) {
  for (const field of all("[data-keep]", root)) {
    if (!field.value) field.value = localStorage.getItem(field.dataset.keep) ?? "";
  }
}
document.addEventListener("change", (e) => {
  if (!e.target.dataset?.keep) return;
  localStorage.setItem(e.target.dataset.keep, e.target.value);
  for (const field of all(`[data-keep="${e.target.dataset.keep}"]`)) field.value = e.target.value;
});
keep(document);

// After a part of the page is new, whoever works by keyboard goes on at what waits for them.
document.addEventListener("htmx:afterSwap", (e) => {
  keep(document);
  document.querySelector("[data-focus]")?.focus({ preventScroll: true });
});

follow();
