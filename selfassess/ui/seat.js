// Runs in the page. Keeps this phone's places in workshops, so that a refresh, a lost connection or a second scan of the
// same code takes the place again, and nobody votes twice by it. It tells the server the place that belongs to one code.
//
// Kept in the browser's own storage, by the workshop's code: another phone knows nothing of it.
const STORED = "selfassess-seats";
const MOST = 20; // places kept; the oldest goes first

export default function ({ data, setStateValue }) {
  const page = (window.selfassessSeats ??= { told: undefined, kept: {}, view: undefined });
  if (!page.watches) {
    page.watches = new MutationObserver(() => goToTop(page));
    page.watches.observe(document.body, { childList: true, subtree: true });
  }
  const seats = read(page);
  if (data.keep && seats[data.code] !== data.keep) {
    delete seats[data.code];
    seats[data.code] = data.keep;
    write(page, seats);
  }
  const said = `${data.code}:${seats[data.code] ?? ""}`;
  if (said === page.told && data.heard) return;
  page.told = said;
  setStateValue("seat", said);
}

// The next question is read from its beginning.
function goToTop(page) {
  const view = document.querySelector(".st-key-phone [data-view]")?.dataset.view;
  if (view === undefined || view === page.view) return;
  page.view = view;
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
}

function read(page) {
  try {
    const found = JSON.parse(window.localStorage.getItem(STORED) ?? "{}");
    return found && typeof found === "object" && !Array.isArray(found) ? found : {};
  } catch {
    return page.kept; // storage is switched off: the place lasts until a refresh
  }
}

function write(page, seats) {
  const names = Object.keys(seats);
  for (const name of names.slice(0, Math.max(0, names.length - MOST))) delete seats[name];
  page.kept = seats;
  try {
    window.localStorage.setItem(STORED, JSON.stringify(seats));
  } catch {
    // see read
  }
}
