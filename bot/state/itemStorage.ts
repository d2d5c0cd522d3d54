import { randomUUID } from 'node:crypto';
import type { Storage, StoreItem, StoreItems } from 'botbuilder';

/** An item as a store keeps it. */
export interface Item {
  /** JSON, without the eTag. */
  readonly value: string;
  readonly eTag: string;
}

export interface Change extends Item {
  readonly key: string;
  /** The eTag that must be there if the item exists; null: any. */
  readonly guard: string | null;
}

/** What a store has to do for `ItemStorage`. Expired items do not exist. */
export interface ItemStore {
  read(keys: readonly string[]): Promise<Map<string, Item>>;
  /** Makes all changes, or none and resolves with false where a guard does not fit. Nobody sees a part of them. */
  write(changes: readonly Change[]): Promise<boolean>;
  delete(keys: readonly string[]): Promise<void>;
}

/**
 * The SDK's contract for a storage on top of a store, as the SDK's own `MemoryStorage` keeps it: an eTag guards updates,
 * `*` and none always win, missing arguments are refused with a `ReferenceError`. Stricter in one thing: a write with a
 * conflict changes nothing at all.
 */
export class ItemStorage implements Storage {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  async read(keys: string[]): Promise<StoreItems> {
    if (!keys) throw new ReferenceError('Keys are required when reading.');
    const items = await this.#store.read(keys);
    // Not by assignment, which would take the key __proto__ for something else.
    return Object.fromEntries(
      Array.from(items, ([key, { value, eTag }]) => [key, { ...JSON.parse(value), eTag }]),
    );
  }

  async write(changes: StoreItems): Promise<void> {
    if (!changes) throw new ReferenceError('Changes are required when writing.');
    const all = Object.entries(changes).map(([key, item]) => changeOf(key, item));
    if (all.length === 0 || (await this.#store.write(all))) return;
    // Without the key: there is the id of a person in it.
    throw new Error('Storage: error writing due to eTag conflict.');
  }

  async delete(keys: string[]): Promise<void> {
    if (!keys) throw new ReferenceError('Keys are required when deleting.');
    await this.#store.delete(keys);
  }
}

function changeOf(key: string, { eTag, ...value }: StoreItem): Change {
  const guard = eTag && eTag !== '*' ? eTag : null;
  return { key, value: JSON.stringify(value), eTag: randomUUID(), guard };
}
