// The page prints as it is; a button says so to people who do not know the keys.

const print = document.getElementById("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
