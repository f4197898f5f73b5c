// The deck: one slide at a time, by keyboard, touch or click; notes; a presenter view.
"use strict";
const slides = [...document.querySelectorAll(".slide")];
const notes = [...document.querySelectorAll(".notes")];
const body = document.body;
const desk = document.querySelector(".desk");
const began = Date.now();
const presenting = location.hash === "#presenter";
let other = presenting ? window.opener : null; // the window that shows the same deck
let at = 0;

function show(number, tell = true) {
  at = Math.max(0, Math.min(slides.length - 1, number));
  slides.forEach((slide, n) => {
    slide.classList.toggle("current", n === at);
    slide.classList.toggle("ahead", n === at + 1);
    const title = slide.querySelector(".title"); // the one that is shown is the heading of the page
    if (n === at) title.setAttribute("aria-level", "1"); else title.removeAttribute("aria-level");
  });
  notes.forEach((note, n) => note.classList.toggle("current", n === at));
  document.getElementById("place").textContent = `${at + 1} / ${slides.length}`;
  if (!presenting) history.replaceState(null, "", `#${at + 1}`);
  if (tell) {
    slides[at].focus({ preventScroll: true });
    if (other && !other.closed) other.postMessage({ deck: document.title, at }, "*");
  }
}

function open_desk() {
  // A second window for the speaker; where the browser forbids one, the same window is split.
  if (presenting) return;
  if (body.classList.contains("presenter")) return split(false);
  other = window.open(`${location.href.split("#")[0]}#presenter`, "parreport-presenter", "width=1200,height=760");
  if (!other) split(true);
}

function split(on) {
  body.classList.toggle("presenter", on);
  desk.hidden = !on;
}

function help() {
  body.classList.toggle("with-help");
}

function full_screen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen().catch(() => {});
}

const keys = {
  ArrowRight: () => show(at + 1), ArrowDown: () => show(at + 1), PageDown: () => show(at + 1),
  " ": () => show(at + 1), Enter: () => show(at + 1),
  ArrowLeft: () => show(at - 1), ArrowUp: () => show(at - 1), PageUp: () => show(at - 1),
  Backspace: () => show(at - 1),
  Home: () => show(0), End: () => show(slides.length - 1),
  n: () => body.classList.toggle("with-notes"), p: open_desk, f: full_screen,
  h: help, "?": help, Escape: () => body.classList.remove("with-help", "with-notes"),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("a")) return;
  if (event.key === " " && event.shiftKey) { event.preventDefault(); return show(at - 1); }
  const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (act) { event.preventDefault(); act(); }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("a, .notes, .desk") || String(getSelection())) return;
  show(event.clientX < innerWidth / 4 ? at - 1 : at + 1);
});

window.addEventListener("message", (event) => {
  const data = event.data || {};
  if (!presenting && (!other || other.closed)) other = event.source; // this window was loaded again
  if (data.deck !== document.title || event.source !== other) return;
  if (data.hello) return other.postMessage({ deck: document.title, at }, "*");
  if (Number.isInteger(data.at)) show(data.at, false);
});

window.addEventListener("hashchange", () => {
  if (/^#\d+$/.test(location.hash)) show(Number(location.hash.slice(1)) - 1);
});

setInterval(() => {
  const two = (number) => String(number).padStart(2, "0");
  const now = new Date();
  const spent = Math.floor((Date.now() - began) / 1000);
  document.getElementById("clock").textContent = `${two(now.getHours())}:${two(now.getMinutes())}`;
  document.getElementById("spent").textContent = `${two(Math.floor(spent / 60))}:${two(spent % 60)}`;
}, 1000);

body.classList.add("live");
split(presenting);
show(/^#\d+$/.test(location.hash) ? Number(location.hash.slice(1)) - 1 : 0, false);
if (presenting && other) other.postMessage({ deck: document.title, hello: true }, "*");
