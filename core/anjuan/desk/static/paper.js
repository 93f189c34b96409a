// Lays sheets of paper behind the columns that the browser made, with header, footer and number.
const isDown = CSS.supports("column-wrap", "wrap") && CSS.supports("column-height", "1px");

function pagesOf(section) {
  const text = section.querySelector(".text");
  const from = text.getBoundingClientRect();
  const style = getComputedStyle(text);
  const step = isDown
    ? parseFloat(style.columnHeight) + parseFloat(style.rowGap)
    : text.clientWidth + parseFloat(style.columnGap);
  let last = 0;
  for (const it of text.querySelectorAll("p, tr")) {
    for (const box of it.getClientRects()) {
      if (box.width > 0) last = Math.max(last, isDown ? box.top - from.top : box.left - from.left);
    }
  }
  return Math.floor((last + 1) / step) + 1;
}

const around = (section, name, isFirst) =>
  (isFirst && section.querySelector(`:scope > .${name}[data-on=first]`)) || section.querySelector(`:scope > .${name}[data-on=default]`);

function sheet(section, place, number, count) {
  const page = document.createElement("div");
  page.className = "sheet";
  page.style.setProperty(isDown ? "top" : "left", `calc(${place} * (var(--page-${isDown ? "height" : "width"}) + var(--gap)))`);
  for (const name of ["header", "footer"]) {
    const model = around(section, name, place === 0);
    if (model) page.append(model.cloneNode(true));
  }
  page.querySelectorAll(".page-number").forEach((it) => { it.textContent = number; });
  page.querySelectorAll(".page-count").forEach((it) => { it.textContent = count; });
  return page;
}

function lay() {
  const sections = [...document.querySelectorAll(".paper")];
  sections.forEach((it) => it.classList.toggle("down", isDown));
  const counts = sections.map(pagesOf);
  const count = counts.reduce((sum, it) => sum + it, 0);
  let number = 0;
  sections.forEach((section, which) => {
    for (let place = 0; place < counts[which]; place += 1) {
      number += 1;
      section.append(sheet(section, place, number, count));
    }
    const size = `calc(${counts[which]} * (var(--page-${isDown ? "height" : "width"}) + var(--gap)))`;
    section.style.setProperty(isDown ? "height" : "width", size);
  });
  document.getElementById("count").textContent = `共 ${count} 页（估计）`;
  document.body.dataset.pages = count;
}

await document.fonts.ready;
lay();
