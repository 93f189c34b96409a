// Where the text of a paper comes from: one mark at a time, by mouse and by keyboard.
import "./paper.js";

const side = document.getElementById("side");
const marks = [...document.querySelectorAll("mark[data-origin]")].filter((it) => it.getClientRects().length);
const fragments = (mark) => mark.closest("p").querySelectorAll(`mark[data-piece="${mark.dataset.piece}"]`);
const originOf = (mark) => document.getElementById(`o-${mark.dataset.origin}`);
let here = null;

function show(mark) {
  if (here === mark) return;
  if (here) {
    fragments(here).forEach((it) => it.classList.remove("here"));
    originOf(here).hidden = true;
  }
  marks.forEach((it) => { it.tabIndex = it === mark ? 0 : -1; });
  here = mark;
  fragments(mark).forEach((it) => it.classList.add("here"));
  const value = document.getElementById("value");
  value.textContent = [...fragments(mark)].map((it) => it.textContent).join(mark.classList.contains("composed") ? "…" : "");
  value.hidden = false;
  document.getElementById("hint").hidden = true;
  originOf(mark).hidden = false;
  side.scrollTop = 0;
}

function go(mark) {
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "nearest" });
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function onKey(event) {
  const mark = event.target.closest("mark[data-origin]");
  if (mark && event.key in STEPS) go(marks[marks.indexOf(mark) + STEPS[event.key]] || mark);
  else if (mark && event.key === "Home") go(marks[0]);
  else if (mark && event.key === "End") go(marks.at(-1));
  else if (mark && (event.key === "Enter" || event.key === " ")) (originOf(mark).querySelector("a") || originOf(mark)).focus();
  else if (event.key === "Escape" && here) go(here);
  else return;
  event.preventDefault();
}

document.addEventListener("focusin", (event) => { if (marks.includes(event.target)) show(event.target); });
document.addEventListener("click", (event) => {
  const part = event.target.closest("mark[data-piece]");
  const mark = part && marks.find((it) => it.dataset.piece === part.dataset.piece && it.closest("p") === part.closest("p"));
  if (mark) mark.focus({ preventScroll: true });
});
document.addEventListener("keydown", onKey);

if (marks.length) marks[0].tabIndex = 0;
const asked = marks.find((it) => it.dataset.piece === document.body.dataset.mark);
if (asked) {
  asked.focus({ preventScroll: true });
  asked.scrollIntoView({ block: "center" });
}
document.body.dataset.traced = marks.length;
