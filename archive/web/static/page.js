// What the page does beyond links and forms: single keys, and files that are dropped.
// Everything works without it.
"use strict";

const box = document.querySelector('input[type="search"]');
const typing = (at) => at.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

// Hits on a page, or matches in an article, one after the other.
function stops() {
  const hits = [...document.querySelectorAll(".hit a:first-child")];
  return hits.length ? hits : [...document.querySelectorAll(".text mark[id]")];
}

function step(by) {
  const all = stops();
  if (!all.length) return;
  const at = all.findIndex((one) => one.classList.contains("now"));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length];
  all.forEach((one) => one.classList.toggle("now", one === next));
  if (!next.href) next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
}

const follow = (rel) => document.querySelector(`a[rel="${rel}"]`)?.click();
const KEYS = {
  "/": () => { box?.focus(); box?.select(); },
  j: () => step(1), k: () => step(-1),
  n: () => follow("next"), p: () => follow("prev"),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target === box) box.blur();
  if (document.documentElement.dataset.keys === "off") return;
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// Files: dropped anywhere on the page, sent with a bar that shows how far they are.
const form = document.querySelector("form.drop");
if (form) {
  const files = form.querySelector("input[type=file]");
  const area = form.querySelector(".files");
  const over = (is) => (event) => { event.preventDefault(); area.classList.toggle("over", is); };
  document.addEventListener("dragover", over(true));
  document.addEventListener("dragleave", over(false));
  document.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length) { files.files = event.dataTransfer.files; form.requestSubmit(); }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const bar = form.querySelector("progress"), sent = new XMLHttpRequest();
    bar.hidden = false;
    sent.upload.onprogress = (told) => { bar.value = (100 * told.loaded) / told.total; };
    sent.onload = () => {
      if (sent.status < 400) location.assign(sent.responseURL);
      else form.submit();
    };
    sent.onerror = () => form.submit();
    sent.open("POST", form.action);
    sent.send(new FormData(form));
  });
}

// An upload that is being read: its page is asked again until it is done.
async function again(job) {
  const answer = await fetch(location.href);
  const told = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = told.getElementById("job");
  job.replaceWith(document.adoptNode(next));
  watch(next);
}
function watch(job) {
  if (job && ["waiting", "running"].includes(job.dataset.state)) setTimeout(again, 700, job);
}
watch(document.getElementById("job"));
