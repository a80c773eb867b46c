// Runs in the page. The presenter's keys: a letter presses the button that names it, "?" shows or hides the list. And what
// is new on the screen is seen from its beginning.
//
// Streamlit has shortcuts for buttons, too, but keeps "R" and "C" for itself; so these are taken before it sees them.
const BUTTON = ".st-key-move-";
const LIST = "details.keys";

export default function () {
  if (window.selfassessKeys) return;
  window.selfassessKeys = { view: undefined };
  window.addEventListener("keydown", press, true);
  new MutationObserver(goToTop).observe(document.body, { childList: true, subtree: true });
}

function goToTop() {
  const view = document.querySelector("[data-view]")?.dataset.view;
  if (view === undefined || view === window.selfassessKeys.view) return;
  window.selfassessKeys.view = view;
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
}

function press(event) {
  if (!document.querySelector(".st-key-presenter") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.composedPath()[0])) return;
  const letter = event.key.toLowerCase();
  const list = document.querySelector(LIST);
  if (letter === "?" && list) {
    list.open = !list.open;
    if (list.open) list.scrollIntoView({ block: "nearest" });
  } else if (/^[a-z]$/.test(letter)) {
    if (!event.repeat) document.querySelector(`${BUTTON}${letter} button:not(:disabled)`)?.click();
  } else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function isTyping(field) {
  if (!(field instanceof Element)) return false;
  const kind = field.getAttribute("type");
  return (
    field.isContentEditable ||
    field.matches("textarea, select") ||
    (field.matches("input") && !["radio", "checkbox", "button"].includes(kind))
  );
}
