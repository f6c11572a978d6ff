// Says that a file is being read, and lets it be sent once only.

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
