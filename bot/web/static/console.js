/* Every page of the console: on a narrow screen the menu opens on a button; without scripts it is simply there. */

const button = document.querySelector(".menu-button");
const menu = document.querySelector("#menu");

if (button && menu) {
  const narrow = matchMedia("(max-width: 48rem)");
  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    menu.hidden = narrow.matches && !open;
  };
  const fit = () => {
    button.hidden = !narrow.matches;
    show(false);
  };
  button.addEventListener("click", () => show(menu.hidden));
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && narrow.matches) {
      show(false);
      button.focus();
    }
  });
  narrow.addEventListener("change", fit);
  fit();
}
