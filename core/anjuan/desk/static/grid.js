// Cells of a sheet by the keyboard, and from one of them to where it is printed.
const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

const cellOf = (it) => it.closest(".grid td[id]");

function beside(cell, [down, right]) {
  const rows = [...cell.closest("tbody").rows];
  return rows[rows.indexOf(cell.parentElement) + down]?.cells[cell.cellIndex + right];
}

document.addEventListener("focusin", (event) => {
  const cell = cellOf(event.target);
  if (!cell) return;
  const address = cell.id.slice("c-".length);
  const link = document.getElementById("printed");
  link.href = `places?sheet=${link.dataset.sheet}&cell=${address}`;
  link.textContent = `${address} 印在哪里`;
  link.hidden = false;
  if (event.target !== cell) return;
  document.querySelectorAll(".grid td[tabindex='0']").forEach((it) => { it.tabIndex = -1; });
  cell.tabIndex = 0;
});

document.addEventListener("keydown", (event) => {
  const cell = cellOf(event.target);
  if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter" && event.target === cell) location.href = document.getElementById("printed").href;
  if (!(event.key in STEPS)) return;
  const next = beside(cell, STEPS[event.key]);
  if (next?.id) (next.querySelector("a") || next).focus();
  event.preventDefault();
});
