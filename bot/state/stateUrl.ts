export type StateUrl = { kind: 'memory' } | { kind: 'sqlite'; file: string } | { kind: 'redis'; url: string };

/** Reads a `STATE_URL`: `memory:`, `sqlite:<file>`, `redis://…` or `rediss://…`. Null where it is none of them. */
export function parseStateUrl(text: string): StateUrl | null {
  if (text === 'memory:') return { kind: 'memory' };
  if (text.startsWith('sqlite:')) return parseSqlite(text.slice('sqlite:'.length));
  return isRedis(text) ? { kind: 'redis', url: text } : null;
}

/** Others write an absolute path behind two slashes, as in sqlite:///var/lib/bot.db. */
function parseSqlite(path: string): StateUrl | null {
  const file = path.startsWith('///') ? path.slice(2) : path;
  // SQLite's own word for a database in memory would otherwise become a file of that name.
  if (file === '' || file === ':memory:' || file.startsWith('//')) return null;
  return { kind: 'sqlite', file };
}

function isRedis(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '') return false;
  return /^(\/\d*)?$/.test(url.pathname) && isDecodable(url.username) && isDecodable(url.password);
}

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}
