import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  AutoSaveStateMiddleware,
  ConversationState,
  MemoryStorage,
  type Storage,
  TestAdapter,
  UserState,
} from 'botbuilder';
import { Dialog, DialogSet, TextPrompt, WaterfallDialog } from 'botbuilder-dialogs';
import { type Place, stores } from './stores.ts';

describe("the SDK's own storage keeps the contract as it is written down here", () => {
  const storage = new MemoryStorage();
  contract(() => storage);
});

for (const { name, skip, make } of stores) {
  describe(`${name} keeps the SDK's contract`, { skip }, () => {
    let place: Place;
    let storage: Storage;
    before(async () => {
      place = await make();
      ({ storage } = await place.open());
    });
    after(() => place?.[Symbol.asyncDispose]());

    contract(() => storage);

    describe('and more than that', () => {
      test('a write with one conflict changes nothing', async () => {
        await storage.write({ good: { count: 1 }, bad: { count: 1 } });
        const { good, bad } = await storage.read(['good', 'bad']);
        const stale = { count: 2, eTag: 'stale' };
        await assert.rejects(storage.write({ good: { ...good, count: 2 }, bad: stale }), /eTag conflict/);
        assert.deepEqual(await storage.read(['good', 'bad']), { good, bad });
        await assert.rejects(storage.write({ bad: stale, good: { ...good, count: 2 } }), /eTag conflict/);
        assert.deepEqual(await storage.read(['good', 'bad']), { good, bad });
      });

      test('a conflict does not tell whose item it was', async () => {
        await storage.write({ '29:anna': { count: 1 } });
        const error = await storage.write({ '29:anna': { eTag: 'stale' } }).catch((error) => error);
        assert.match(error.message, /eTag conflict/);
        assert.doesNotMatch(error.message, /anna/);
      });

      test('something that is no item is refused, and nothing is written', async () => {
        for (const nothing of [null, undefined])
          await assert.rejects(storage.write({ beside: { count: 1 }, nothing }), TypeError);
        assert.deepEqual(await storage.read(['beside', 'nothing']), {});
      });

      test('missing keys are refused when deleting', async () => {
        await assert.rejects(without(storage.delete.bind(storage)), ReferenceError);
      });

      test('names of built-in things are keys like any other', async () => {
        for (const key of ['__proto__', 'constructor', 'toString']) {
          assert.deepEqual(Object.keys(await storage.read([key])), []);
          await storage.write(Object.fromEntries([[key, { count: 1 }]]));
          assert.deepEqual(Object.keys(await storage.read([key])), [key]);
        }
      });

      test('an eTag of an item that was deleted and made anew does not fit', async () => {
        await storage.write({ anew: { count: 1 } });
        const { anew } = await storage.read(['anew']);
        await storage.delete(['anew']);
        await storage.write({ anew: { count: 1 } });
        await assert.rejects(storage.write({ anew }), /eTag conflict/);
      });

      test('of many writers with the same eTag one wins', async () => {
        await storage.write({ race: { winner: -1 } });
        const { race } = await storage.read(['race']);
        const outcomes = await Promise.allSettled(
          Array.from({ length: 20 }, (_, winner) => storage.write({ race: { ...race, winner } })),
        );
        const winners = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
        assert.equal(winners.length, 1);
        assert.equal((await storage.read(['race'])).race.winner, winners[0]);
      });

      test('writers that count with eTags, each in a connection of its own where there are any, lose nothing', async () => {
        const { storage: other } = await place.open();
        const writers = name === 'memory' ? [storage, storage] : [storage, other];
        await storage.write({ sum: { count: 0 } });
        await Promise.all(writers.map((writer) => repeat(25, () => increase(writer, 'sum'))));
        assert.equal((await storage.read(['sum'])).sum.count, 50);
      });

      test('a large item comes back whole', async () => {
        const text = 'é😀'.repeat(100_000);
        await storage.write({ large: { text } });
        assert.equal((await storage.read(['large'])).large.text, text);
      });
    });
  });
}

/** What the SDK's tests for its own storages ask of each, and what its documentation says about eTags. */
function contract(of: () => Storage): void {
  test('an unknown key is not there', async () => {
    assert.deepEqual({ ...(await of().read(['unknown'])) }, {});
  });

  test('no keys are nothing', async () => {
    assert.deepEqual({ ...(await of().read([])) }, {});
    await of().delete([]);
  });

  test('missing keys are refused when reading', async () => {
    await assert.rejects(without(of().read.bind(of())), {
      name: 'ReferenceError',
      message: 'Keys are required when reading.',
    });
  });

  test('missing changes are refused when writing', async () => {
    await assert.rejects(without(of().write.bind(of())), {
      name: 'ReferenceError',
      message: 'Changes are required when writing.',
    });
  });

  test('no items are nothing to write', async () => {
    await of().write([]);
    await of().write({});
  });

  test('items are created, with an eTag', async () => {
    await of().write({ create1: { id: 1 }, create2: { id: 2, eTag: '*' }, create3: { id: 3, eTag: 'any' } });
    const { create1, create2, create3 } = await of().read(['create1', 'create2', 'create3']);
    assert.deepEqual([create1.id, create2.id, create3.id], [1, 2, 3]);
    for (const { eTag } of [create1, create2, create3]) assert.match(eTag, /^(?!\*|any).+$/);
  });

  test('only what is asked for is read', async () => {
    await of().write({ asked: { id: 1 }, other: { id: 2 } });
    assert.deepEqual(Object.keys(await of().read(['asked', 'unknown'])), ['asked']);
  });

  const keys = [
    '!@#$%^&*()~/\\><,.?\';"`~',
    'msteams/conversations/19:a_b-c@thread.v2;messageid=1/users/29:1aB_-=/',
    '%',
    '_',
    ' ',
    ' a ',
    'a',
    'A',
    'á',
    'a\u0301',
    '[a]*?{b}',
    'a\nb\r\tc',
    'a\u0000b',
    'a\u0000c',
    '😀',
    '键',
    'x'.repeat(4000),
    "'; DROP TABLE items; --",
  ];
  test('keys are taken as they are', async () => {
    await of().write(Object.fromEntries(keys.map((key, id) => [key, { id }])));
    const items = await of().read(keys);
    assert.deepEqual(
      keys.map((key) => items[key]?.id),
      keys.map((_, id) => id),
    );
    await of().delete(keys.slice(1));
    assert.deepEqual(Object.keys(await of().read(keys)), keys.slice(0, 1));
  });

  test('values come back as JSON has them', async () => {
    const values = {
      text: 'a\u0000"\\\n键',
      number: -1.5,
      no: false,
      none: null,
      list: [1, [2, {}]],
      deep: { a: {} },
    };
    await of().write({ values: { ...values, gone: undefined, day: new Date(0) } });
    const { eTag, ...read } = (await of().read(['values'])).values;
    assert.deepEqual(read, { ...values, day: '1970-01-01T00:00:00.000Z' });
  });

  test('what is changed after it was written or read does not change the store', async () => {
    const item = { list: [1] };
    await of().write({ own: item });
    item.list.push(2);
    (await of().read(['own'])).own.list.push(3);
    assert.deepEqual((await of().read(['own'])).own.list, [1]);
  });

  test('what is written is left as it was', async () => {
    const item = { id: 1 };
    await of().write({ untouched: item });
    assert.deepEqual(item, { id: 1 });
  });

  test('an update with the present eTag gets another one', async () => {
    await of().write({ update: { count: 1 } });
    const { update } = await of().read(['update']);
    await of().write({ update: { ...update, count: 2 } });
    const after = (await of().read(['update'])).update;
    assert.equal(after.count, 2);
    assert.notEqual(after.eTag, update.eTag);
  });

  test('an update replaces the whole item', async () => {
    await of().write({ replaced: { a: 1, b: 1 } });
    await of().write({ replaced: { a: 2 } });
    const { eTag, ...rest } = (await of().read(['replaced'])).replaced;
    assert.deepEqual(rest, { a: 2 });
  });

  test('an update with a stale eTag is refused', async () => {
    await of().write({ stale: { count: 1 } });
    const { stale } = await of().read(['stale']);
    await of().write({ stale: { ...stale, count: 2 } });
    await assert.rejects(of().write({ stale: { ...stale, count: 3 } }), /eTag conflict/);
    assert.equal((await of().read(['stale'])).stale.count, 2);
  });

  for (const eTag of ['*', '', undefined]) {
    test(`an update with the eTag ${JSON.stringify(eTag)} always wins`, async () => {
      await of().write({ wins: { count: 1 } });
      await of().write({ wins: { count: 2, eTag } });
      await of().write({ wins: { count: 3, eTag } });
      assert.equal((await of().read(['wins'])).wins.count, 3);
    });
  }

  test('an item is deleted, and what is unknown may be deleted, too', async () => {
    await of().write({ delete1: { id: 1 }, delete2: { id: 2 } });
    await of().delete(['delete1', 'unknown']);
    assert.deepEqual(Object.keys(await of().read(['delete1', 'delete2'])), ['delete2']);
  });

  test('several are written, read and deleted together', async () => {
    const batch = { batch1: { count: 10 }, batch2: { count: 20 }, batch3: { count: 30 } };
    await of().write(batch);
    assert.deepEqual(Object.keys(await of().read(Object.keys(batch))).sort(), Object.keys(batch));
    await of().delete(Object.keys(batch));
    assert.deepEqual({ ...(await of().read(Object.keys(batch))) }, {});
  });

  test('a dialog proceeds through its steps, and what is remembered of a person stays', async () => {
    await waterfall(of());
  });
}

/** Two steps with a prompt that insists, each turn reading and writing the state anew. */
async function waterfall(storage: Storage): Promise<void> {
  const conversation = new ConversationState(storage);
  const user = new UserState(storage);
  const turns = user.createProperty<number>('turns');
  const dialogs = new DialogSet(conversation.createProperty('dialog'));
  dialogs.add(
    new TextPrompt('name', async ({ recognized, attemptCount, context }) => {
      if ((recognized.value?.length ?? 0) > 3) return true;
      await context.sendActivity(`too short, ${attemptCount}`);
      return false;
    }),
  );
  dialogs.add(
    new WaterfallDialog('greeting', [
      async (step) => {
        await step.context.sendActivity('step 1');
        return Dialog.EndOfTurn;
      },
      (step) => step.prompt('name', 'Your name?'),
      async (step) => {
        await step.context.sendActivity(`${step.result}, after ${await turns.get(step.context)} turns`);
        return step.endDialog();
      },
    ]),
  );
  const adapter = new TestAdapter(async (context) => {
    await turns.set(context, (await turns.get(context, 0)) + 1);
    const dialog = await dialogs.createContext(context);
    await dialog.continueDialog();
    if (!context.responded) await dialog.beginDialog('greeting');
  });
  adapter.use(new AutoSaveStateMiddleware(conversation, user));
  await adapter
    .send('hello')
    .assertReply('step 1')
    .send('go on')
    .assertReply('Your name?')
    .send('Al')
    .assertReply('too short, 1')
    .send('Al')
    .assertReply('too short, 2')
    .send('Alan')
    .assertReply('Alan, after 5 turns')
    .startTest();
}

/** What a caller in plain JavaScript may do. */
function without(call: (argument: never) => Promise<unknown>): Promise<unknown> {
  return (call as () => Promise<unknown>)();
}

async function increase(storage: Storage, key: string): Promise<void> {
  const item = (await storage.read([key]))[key];
  try {
    await storage.write({ [key]: { ...item, count: item.count + 1 } });
  } catch (error) {
    assert.match(String(error), /eTag conflict/);
    await increase(storage, key);
  }
}

async function repeat(times: number, work: () => Promise<void>): Promise<void> {
  for (let i = 0; i < times; i++) await work();
}
