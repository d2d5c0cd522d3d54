import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { State } from '../../../bot/state/state.ts';
import { StateError } from '../../../bot/state/stateError.ts';
import { type Place, stores } from './stores.ts';
import { until } from './until.ts';

for (const { name, skip, isShared, make } of stores) {
  describe(`${name}:`, { skip }, () => {
    let place: Place;
    let state: State;
    /** Of another process where the store is shared. */
    let other: State;
    before(async () => {
      place = await make();
      state = await place.open();
      other = isShared ? await place.open() : state;
    });
    after(() => place?.[Symbol.asyncDispose]());

    describe('a claim', () => {
      test('is given to the first only, of many at once', async () => {
        const key = randomUUID();
        const claims = Array.from({ length: 20 }, (_, i) =>
          (i % 2 ? state : other).claims.claim(key, 60_000),
        );
        assert.equal((await Promise.all(claims)).filter((isMine) => isMine).length, 1);
        assert.equal(await other.claims.claim(key, 60_000), false);
      });

      test('of another key is another one, whatever stands in it', async () => {
        const keys = ['a', 'A', 'a ', 'a*', '["x","y"]', "'"];
        for (const key of keys) assert.equal(await state.claims.claim(key, 60_000), true);
      });

      test('that was released is free again', async () => {
        const key = randomUUID();
        await state.claims.claim(key, 60_000);
        await other.claims.release(key);
        assert.equal(await other.claims.claim(key, 60_000), true);
      });

      test('may be released although nobody has it', () => state.claims.release('nobody'));

      test('ends by itself', async () => {
        const key = randomUUID();
        assert.equal(await state.claims.claim(key, 1), true);
        await until('free again', () => other.claims.claim(key, 60_000));
        assert.equal(await state.claims.claim(key, 60_000), false);
      });

      test('is no item, nor the other way round', async () => {
        await state.claims.claim('both', 60_000);
        assert.deepEqual(await state.storage.read(['both']), {});
        await state.storage.write({ both: { id: 1 } });
        await state.claims.release('both');
        assert.equal((await state.storage.read(['both'])).both.id, 1);
      });
    });

    describe('turns', () => {
      test('of one key never overlap, so that none is lost', async () => {
        const key = randomUUID();
        let running = 0;
        const increase = (storage: State['storage']) => async () => {
          assert.equal(++running, 1);
          const { count = 0 } = (await storage.read([key]))[key] ?? {};
          await storage.write({ [key]: { count: count + 1, eTag: '*' } });
          running--;
        };
        const turns = Array.from({ length: 40 }, (_, i) => (i % 2 ? state : other)).map((each) =>
          each.turns.run(key, increase(each.storage)),
        );
        await Promise.all(turns);
        assert.equal((await state.storage.read([key]))[key].count, 40);
      });

      test('of one key and process come in their order', async () => {
        const key = randomUUID();
        const order: number[] = [];
        const turns = [0, 1, 2, 3, 4].map((i) => state.turns.run(key, async () => order.push(i)));
        await Promise.all(turns);
        assert.deepEqual(order, [0, 1, 2, 3, 4]);
      });

      test('of different keys do not wait for each other', async () => {
        const { promise: end, resolve } = Promise.withResolvers<void>();
        const slow = state.turns.run('slow', () => end);
        assert.equal(await other.turns.run('quick', async () => 'done'), 'done');
        resolve();
        await slow;
      });

      test('end as they end, and the next one begins', async () => {
        const key = randomUUID();
        const bug = new Error('a bug');
        await assert.rejects(
          state.turns.run(key, () => Promise.reject(bug)),
          bug,
        );
        assert.equal(await other.turns.run(key, async () => 'next'), 'next');
      });
    });

    describe('to forget a person', () => {
      const anna = { channelId: 'msteams', userId: '29:anna_*[a]' };
      const about = [
        'msteams/users/29:anna_*[a]/',
        'msteams/conversations/a:1/users/29:anna_*[a]/',
        'msteams/conversations/19:group@thread.v2/users/29:anna_*[a]/',
      ];
      const chat = 'msteams/conversations/a:1/';
      const others = [
        'msteams/users/29:annabel/',
        'msteams/users/29:anna_*[a]/more/',
        'msteams/users/29:anna_xa/',
        'directline/users/29:anna_*[a]/',
        'msteams/conversations/19:group@thread.v2/users/29:anna_xa/',
        'msteams/conversations/19:group@thread.v2/users/29:bob/',
        'msteams/conversations/19:group@thread.v2/',
        'directline/conversations/a:1/users/29:anna_*[a]/',
        'msteams/conversations/a:11/',
      ];
      const all = [...about, chat, ...others];
      const write = () => state.storage.write(Object.fromEntries(all.map((key) => [key, { key }])));
      const left = async () => Object.keys(await other.storage.read(all)).sort();

      test('deletes what is about the person in all conversations, and nothing else', async () => {
        await write();
        await other.forget(anna);
        assert.deepEqual(await left(), [chat, ...others].sort());
      });

      test('and of the chat alone with the bot, where that is named', async () => {
        await write();
        await state.forget({ ...anna, chatId: 'a:1' });
        assert.deepEqual(await left(), [...others].sort());
      });

      test('of whom nothing is known, changes nothing', async () => {
        await write();
        await state.forget({ channelId: 'msteams', userId: '29:nobody' });
        assert.deepEqual(await left(), [...all].sort());
      });

      test('finds the items among many others', async () => {
        const key = (i: number) => `msteams/conversations/${i}/users/29:${i % 2 ? 'anna' : 'bob'}/`;
        const keys = Array.from({ length: 5000 }, (_, i) => key(i));
        await state.storage.write(Object.fromEntries(keys.map((each) => [each, {}])));
        await state.forget({ channelId: 'msteams', userId: '29:anna' });
        const rest = Object.keys(await other.storage.read(keys));
        assert.deepEqual(rest.sort(), keys.filter((each) => each.includes('bob')).sort());
      });
    });

    test('it answers a ping until it is closed, and then everything rejects', async () => {
      const last = await place.open();
      await last.ping();
      await last.close();
      await last.close();
      const person = { channelId: 'msteams', userId: '29:anna' };
      const uses = [
        () => last.ping(),
        () => last.storage.read(['a']),
        () => last.storage.write({ a: {} }),
        () => last.storage.delete(['a']),
        () => last.claims.claim('a', 1),
        () => last.claims.release('a'),
        () => last.forget(person),
      ];
      for (const use of uses) await assert.rejects(use, StateError);
    });
  });
}
