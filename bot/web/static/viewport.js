/**
 * Some phones lay their keyboard over the page instead of making the page lower.
 * The custom property --visible-height tells the style sheet what is left to see.
 *
 * @param {HTMLElement} node gets the property
 */
export function fitToKeyboard(node) {
  const view = window.visualViewport;
  if (!view) return;
  const fit = () => {
    // a zoomed page also has a smaller viewport, but there nothing is covered
    if (view.scale === 1) node.style.setProperty("--visible-height", `${view.height}px`);
  };
  view.addEventListener("resize", fit);
  fit();
}
