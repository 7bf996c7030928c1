// session.ts: what every request carries besides the cookie: the CSRF token and the chosen workspace.
const WORKSPACE_KEY = "roost.workspace";

let csrf_token: string | null = null;
let workspace_id: number | null = read_workspace();

function read_workspace(): number | null {
  const text = localStorage.getItem(WORKSPACE_KEY);
  const id = text === null ? Number.NaN : Number(text);
  return Number.isSafeInteger(id) ? id : null;
}

export const session = {
  csrf_token: () => csrf_token,
  workspace_id: () => workspace_id,
  set_csrf_token(token: string | null) {
    csrf_token = token;
  },
  set_workspace_id(id: number | null) {
    workspace_id = id;
    if (id === null) localStorage.removeItem(WORKSPACE_KEY);
    else localStorage.setItem(WORKSPACE_KEY, String(id));
  },
};
