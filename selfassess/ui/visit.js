// Runs in the page. Carries a link's token from the address to the server, and remembers it for this tab alone.
//
// The token stands in the fragment, which no browser sends to a server, so it is in no server's log. It leaves the
// address bar at once. The tab's own storage keeps it over a refresh; another tab knows nothing of it.
const STORED = "selfassess-link";
const LEFT = "left"; // in place of a token: the visitor has left, and may be told so
const DOORS = ["answer", "programme", "owner", "present"]; // the addresses that a link leads to
const LONGEST = 64;
const SHORTEST = 20; // anything shorter is no token, so it takes no other's place

export default function ({ data, setStateValue }) {
  const page = (window.selfassessVisit ??= { told: undefined });
  page.tell = () => {
    const token = read();
    if (!token && !data.wanted && !atDoor()) return; // nobody waits for it, so the page isn't drawn twice
    if (token === page.told && data.heard) return;
    page.told = token;
    setStateValue("token", token);
  };
  const came = takeFromAddress();
  if (came) keep(came);
  else if (data.replace) keep(data.replace);
  else if (data.forget) return leave();
  page.tell();
  if (page.listens) return;
  page.listens = true;
  window.addEventListener("hashchange", comeAgain);
  window.addEventListener("popstate", comeAgain);
}

function atDoor() {
  return DOORS.includes(window.location.pathname.split("/").filter(Boolean).pop());
}

// What follows "#" on an address that a link leads to; a full stop or bracket that a message added is dropped.
function takeFromAddress() {
  const { hash, pathname, search } = window.location;
  if (hash.length < 2 || !atDoor()) return "";
  const token = hash.slice(1, LONGEST + 2).match(/^[A-Za-z0-9_-]*/)[0];
  window.history.replaceState(window.history.state, "", pathname + search);
  if (token.length > LONGEST || (token.length < SHORTEST && read())) return "";
  return token || "-";
}

// Another link opened in this tab, or an old address come upon by going back: its visitor starts on a fresh page, so
// that nothing the last one was shown or has chosen is left on it.
function comeAgain() {
  const before = read();
  const came = takeFromAddress();
  if (!came || came === before) return;
  keep(came);
  window.location.reload();
}

function leave() {
  keep(LEFT);
  window.location.reload();
}

function read() {
  try {
    return window.sessionStorage.getItem(STORED) ?? "";
  } catch {
    return window.selfassessVisit.kept ?? ""; // storage is switched off: the token lasts until a refresh
  }
}

function keep(token) {
  try {
    window.sessionStorage.setItem(STORED, token);
  } catch {
    window.selfassessVisit.kept = token;
  }
}
