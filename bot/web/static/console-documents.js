// Says that a file is being read, lets it be sent once only, and asks before what was read or typed is left behind.

const form = document.querySelector("form.document");
const status = form.querySelector("[data-status]");

form.addEventListener("submit", (event) => {
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  if (status) {
    status.textContent = form.dataset.reading;
  }
});

// coming back to the page by the browser's own button
addEventListener("pageshow", () => {
  delete form.dataset.sent;
  if (status) {
    status.textContent = "";
  }
});

let changed = form.dataset.kept === "no";
form.addEventListener("input", () => {
  changed = true;
});

addEventListener("beforeunload", (event) => {
  if (changed && !form.dataset.sent) {
    event.preventDefault();
  }
});
