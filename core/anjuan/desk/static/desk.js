// The page asks now and then whether there is something else to show; all state is the program's.
const SECONDS = { idle: 2, busy: 0.5 };

const said = (text) => { document.getElementById("said").textContent = text; };

async function ask(address, options) {
  const answer = await fetch(address, options);
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error || "做不了。请刷新页面再试。");
  return told;
}

// One after the other: what is typed is known before a button is pressed.
let before = Promise.resolve();
function post(address, asked) {
  const headers = { "content-type": "application/json", "x-anjuan": "1" };
  const done = before.then(() => ask(address, { method: "POST", headers, body: JSON.stringify(asked) }));
  before = done.catch(() => {});
  return done;
}

// What the keyboard can reach, in its order: where it was is found again by its place.
const reachable = () => [...document.querySelectorAll("a, button, input, select, summary, [tabindex]")];

// The server's own page in the place of this one; where the eyes and the keyboard are stays.
async function renew() {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  document.body.dataset.key = page.body.dataset.key;
  for (const part of ["header", "main"]) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (!old.isEqualNode(fresh)) replace(old, document.adoptNode(fresh));
  }
}

const isChanged = (it) => it.value !== (it.matches("select") ? [...it.options].find((one) => one.defaultSelected)?.value || "" : it.defaultValue);

function replace(old, fresh) {
  const scrolls = () => [...document.querySelectorAll(".scroll, .problems, main")];
  const scrolled = scrolls().map((it) => [it.scrollLeft, it.scrollTop]);
  const opened = [...old.querySelectorAll("details")].map((it) => it.open);
  const boxes = [...old.querySelectorAll("form input[type=checkbox]")].map((it) => [it.id, it.checked]);
  const typed = [...old.querySelectorAll("form select, form input:not([type=checkbox]), #signer")].filter(isChanged).map((it) => [it.id, it.value]);
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const place = reachable().indexOf(focused);
  old.replaceWith(fresh);
  for (const [id, checked] of boxes) {
    const box = document.getElementById(id);
    if (box) box.checked = checked;
  }
  for (const [id, value] of typed) {
    const field = document.getElementById(id);
    if (field) field.value = value;
  }
  const details = fresh.querySelectorAll("details");
  if (details.length === opened.length) details.forEach((it, which) => { it.open = opened[which]; });
  scrolls().forEach((it, which) => { if (scrolled[which]) [it.scrollLeft, it.scrollTop] = scrolled[which]; });
  if (focused) {
    const again = (focused.id && document.getElementById(focused.id)) || reachable()[place];
    again?.focus({ preventScroll: true });
  }
}

const isTyping = () => document.activeElement?.matches("input:not([type]), input[type=text]") && document.activeElement.value !== document.activeElement.defaultValue;

// What is being pressed must still be there when it is let go.
let isPressed = false;
addEventListener("pointerdown", () => { isPressed = true; });
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { isPressed = false; });

async function watch() {
  let seconds = SECONDS.idle;
  if (!document.hidden) {
    try {
      const state = await ask("state");
      if (state.key !== document.body.dataset.key && !isTyping() && !isPressed) await renew();
      seconds = state.busy ? SECONDS.busy : SECONDS.idle;
    } catch {
      said("案卷台已经结束，或没有应答。请从命令行重新打开。");
      seconds = SECONDS.idle * 3;
    }
  }
  setTimeout(watch, seconds * 1000);
}

async function act(work) {
  try {
    const told = await work();
    if (told.go) location.href = told.go;
    else await renew();
  } catch (error) {
    said(error.message);
    alertIn(error.message);
  }
}

function alertIn(text) {
  document.getElementById("refusal")?.remove();
  const told = document.createElement("p");
  told.id = "refusal";
  told.className = "told error";
  told.setAttribute("role", "alert");
  told.textContent = text;
  document.querySelector("main").prepend(told);
  told.scrollIntoView();
}

function leave() {
  post("leave", {}).catch(() => {}).finally(() => {
    document.querySelector("main").replaceChildren();
    const told = document.createElement("p");
    told.className = "told";
    told.textContent = "案卷台已经退出，可以关上这一页。";
    document.querySelector("main").append(told);
    said("已退出");
  });
}

// What a button asks for, and what stands in a field that it names.
function askedBy(button) {
  const asked = JSON.parse(button.dataset.with || "{}");
  const field = document.getElementById(button.dataset.from);
  if (field) asked[field.name] = field.type === "checkbox" ? field.checked : field.value;
  return asked;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  // The second click of a double one might meet what has just come in the place of the first.
  if (event.detail > 1 && button?.dataset.do) return;
  if (button?.dataset.do === "leave") leave();
  else if (button?.dataset.do) act(() => post(button.dataset.do, askedBy(button)));
  else if (button?.matches(".all")) tickAll(button);
});

const change = (box) => [Number(box.dataset.row), box.dataset.column, box.checked, ...(box.dataset.place ? [Number(box.dataset.place)] : [])];
const tick = (boxes) => act(() => post("tick", { look: document.getElementById("matrix").dataset.look, changes: boxes.map(change) }));

function tickAll(button) {
  const { row, column, form } = button.dataset;
  const where = row === undefined ? `[data-column="${CSS.escape(column)}"]` : `[data-row="${CSS.escape(row)}"]`;
  const boxes = form ? [...document.forms[form].querySelectorAll("input[type=checkbox]")] : [...document.querySelectorAll(`#matrix input${where}`)];
  const on = !boxes.every((it) => it.checked);
  boxes.forEach((it) => { it.checked = on; });
  if (boxes.length && !form) tick(boxes);
}

document.addEventListener("change", (event) => {
  if (event.target.matches("#matrix input")) tick([event.target]);
  if (event.target.id === "file" && event.target.files.length) take(event.target.files);
  const row = event.target.closest("[data-change]");
  if (row) changeRow(row);
});

// The page itself shows it already; other tabs are told as ever.
function changeRow(row) {
  const asked = JSON.parse(row.dataset.with);
  for (const it of row.querySelectorAll("[name]")) asked[it.name] = it.type === "checkbox" ? it.checked : it.value;
  post(row.dataset.change, asked).catch((error) => { said(error.message); alertIn(error.message); });
}

document.addEventListener("submit", (event) => {
  if (event.target.dataset.post) {
    event.preventDefault();
    act(() => post(event.target.dataset.post, Object.fromEntries(new FormData(event.target))));
  }
  if (event.target.id !== "make") return;
  event.preventDefault();
  const form = new FormData(event.target);
  act(() => post("run", { draft: form.has("draft"), steps: form.getAll("step") }));
});

// One after the other: what is refused is told, and those before it are taken.
function take(files) {
  said("正在读…");
  const to = drop()?.dataset.to || "workbook";
  act(async () => {
    let told = {};
    for (const file of to === "workbook" ? [files[0]] : files) {
      // What records are called tells of what is in them.
      const name = to === "records" ? `?name=${encodeURIComponent(file.name)}` : "";
      told = await ask(to + name, { method: "PUT", headers: { "x-anjuan": "1" }, body: file });
    }
    return told;
  });
}

const drop = () => document.getElementById("drop");
document.addEventListener("dragover", (event) => { event.preventDefault(); drop()?.classList.add("over"); });
document.addEventListener("dragleave", () => drop()?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  drop()?.classList.remove("over");
  if (event.dataTransfer.files.length) take(event.dataTransfer.files);
});

function goToMark() {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  document.querySelector(".papers [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  if (!place) return;
  place.scrollIntoView({ block: "center", inline: "center" });
  (place.querySelector("a") || place).focus({ preventScroll: true });
}
// The browser moves the focus by itself first, and to nothing that could be used.
const later = () => requestAnimationFrame(() => setTimeout(goToMark));
addEventListener("hashchange", later);
if (document.readyState === "complete") later();
else addEventListener("load", later);
watch();
