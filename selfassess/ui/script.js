// Runs in the page. Three things Streamlit doesn't do itself:
// it says in British English what language the page is in; it reads out what was saved;
// and it hands a note to the server a moment after typing stops, as leaving the field would.
export default function ({ data }) {
  document.documentElement.lang = "en-GB";
  announce(data.message);
  if (window.selfassessReady) return;
  window.selfassessReady = true;
  document.addEventListener("input", saveSoon, true);
  document.addEventListener("pointerdown", saveBefore, true);
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

function save(field) {
  clearTimeout(field.selfassessTimer);
  field.selfassessTimer = null;
  const enter = { key: "Enter", code: "Enter", keyCode: 13, which: 13, ctrlKey: true, bubbles: true };
  field.dispatchEvent(new KeyboardEvent("keydown", enter));
}
