import type { Change, Item, ItemStore } from './itemStorage.ts';
import type { PersonKeys } from './personKeys.ts';
import type { RedisConnection } from './redisConnection.ts';

const prefix = 'item:';

/** Items as hashes of their own, which Redis lets expire. */
export class RedisItems implements ItemStore {
  readonly #redis: RedisConnection;
  readonly #keepMs: number;

  constructor(redis: RedisConnection, keepMs: number) {
    this.#redis = redis;
    this.#keepMs = keepMs;
  }

  async read(keys: readonly string[]): Promise<Map<string, Item>> {
    const rows = await this.#redis.run((client) =>
      Promise.all(keys.map((key) => client.hmGet(prefix + key, ['value', 'eTag']))),
    );
    const found = rows.map(([value, eTag], index): [string, Item] | null =>
      value && eTag ? [keys[index] ?? '', { value, eTag }] : null,
    );
    return new Map(found.filter((entry) => entry !== null));
  }

  async write(changes: readonly Change[]): Promise<boolean> {
    const values = changes.flatMap(({ guard, value, eTag }) => [guard ?? '', value, eTag]);
    const written = await this.#redis.run((client) =>
      client.eval(guardedWrite, {
        keys: changes.map(({ key }) => prefix + key),
        arguments: [String(this.#keepMs), ...values],
      }),
    );
    return written === 1;
  }

  async delete(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    await this.#redis.run((client) => client.del(keys.map((key) => prefix + key)));
  }

  async forget({ whole, prefix: begin, suffix: end }: PersonKeys): Promise<void> {
    await this.delete(whole);
    const pattern = `${literal(prefix + begin)}*${literal(end)}`;
    // It looks at every key there is, a thousand at a time.
    await this.#redis.run(async (client) => {
      for await (const keys of client.scanIterator({ MATCH: pattern, COUNT: 1000 }))
        if (keys.length > 0) await client.del(keys);
    }, 10_000);
  }
}

/** A script is carried out as a whole, with nothing of others in between. */
const guardedWrite = `
for i, key in ipairs(KEYS) do
  local guard = ARGV[3 * i - 1]
  local eTag = redis.call('HGET', key, 'eTag')
  if guard ~= '' and eTag and eTag ~= guard then return 0 end
end
for i, key in ipairs(KEYS) do
  redis.call('HSET', key, 'value', ARGV[3 * i], 'eTag', ARGV[3 * i + 1])
  redis.call('PEXPIRE', key, ARGV[1])
end
return 1`;

/** For Redis's patterns. */
function literal(text: string): string {
  return text.replace(/[\\*?[\]^-]/g, '\\$&');
}
