const TOKEN_KEY = "harbour.token";
const THEME_KEY = "harbour.theme";

export function remember(token: string, theme: string) {
  localStorage.setItem(TOKEN_KEY, token);
  localStorage.setItem(THEME_KEY, theme);
}

export async function api(path: string, init: RequestInit = {}) {
  const token = localStorage.getItem(TOKEN_KEY);
  return fetch(`/api${path}`, { ...init, headers: { Authorization: `Bearer ${token}` } });
}

export function console(machine: string, ticket: string) {
  return new WebSocket(`wss://${location.host}/api/machines/${machine}/console?ticket=${ticket}`);
}
