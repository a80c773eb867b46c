// Runs in the page. Four things Streamlit doesn't do itself:
// it says in British English what language the page is in; it reads out what was saved;
// it goes to the question that a link names;
// and it hands a note to the server a moment after typing stops, as leaving the field would.
export default function ({ data }) {
  document.documentElement.lang = "en-GB";
  announce(data.message);
  goTo(data.item);
  if (window.selfassessReady) return;
  window.selfassessReady = true;
  document.addEventListener("input", saveSoon, true);
  document.addEventListener("pointerdown", saveBefore, true);
  document.addEventListener("visibilitychange", saveNow);
  window.addEventListener("beforeunload", saveAndWait);
  window.navigation?.addEventListener("navigate", saveBeforeBack);
}

// A link to one question ends at that question, once, and not at the top of its page.
function goTo(item) {
  const here = window.location.href;
  if (!item || window.selfassessGoneTo === here) return;
  const card = document.querySelector(`[class*='st-key-card-${CSS.escape(item)}']`);
  if (!card) return;
  window.selfassessGoneTo = here;
  card.scrollIntoView();
}

function announce(message) {
  let region = document.getElementById("announcer");
  if (!region) {
    region = document.createElement("div");
    region.id = "announcer";
    region.setAttribute("role", "status");
    region.setAttribute("aria-live", "polite");
    document.body.append(region);
  }
  if (message && region.dataset.last !== message) {
    region.dataset.last = message;
    region.textContent = message;
  }
}

const PAUSE = 1000; // milliseconds without typing; long enough not to interrupt a sentence
const HEAD_START = 150; // milliseconds in which a note reaches the server
const LAST_CHANCE = 400; // the same with a margin for a busy server, when there will be no second chance
const NOTES = "[class*='st-key-note-'] textarea, [class*='st-key-note-'] input[type='text']";

function saveSoon(event) {
  const field = event.target;
  if (!field.matches(NOTES)) return;
  clearTimeout(field.selfassessTimer);
  field.selfassessTimer = setTimeout(() => save(field), PAUSE);
}

// A tap on a link ends the note and follows the link in one go, and the link would be lost.
// Saving when the finger goes down leaves both their turn.
function saveBefore(event) {
  const field = document.activeElement;
  if (field && field !== event.target && field.matches(NOTES) && field.selfassessTimer) save(field);
}

function unsavedNote() {
  const field = document.activeElement;
  return field?.selfassessTimer ? field : null;
}

// A closed tab, a refresh, a locked phone: the note goes while there is still a page to send it from.
function saveNow() {
  const field = unsavedNote();
  if (field) save(field);
}

// A refresh drops the connection at once, and what was sent last with it, so the page lingers a moment.
function saveAndWait() {
  if (!unsavedNote()) return;
  saveNow();
  const until = performance.now() + LAST_CHANCE;
  while (performance.now() < until);
}

// "Back" is held up until the note is on its way; both at once, and one of them would be lost.
function saveBeforeBack(event) {
  const field = unsavedNote();
  if (!field || event.navigationType !== "traverse" || !event.cancelable) return;
  event.preventDefault();
  save(field);
  setTimeout(() => window.navigation.traverseTo(event.destination.key), HEAD_START);
}

function save(field) {
  clearTimeout(field.selfassessTimer);
  field.selfassessTimer = null;
  const enter = { key: "Enter", code: "Enter", keyCode: 13, which: 13, ctrlKey: true, bubbles: true };
  field.dispatchEvent(new KeyboardEvent("keydown", enter));
}
