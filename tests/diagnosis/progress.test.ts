import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { followConnections, followProgress, type Stage } from '../../diagnosis/progress.ts';

describe('the progress of a check', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  test('stays untold in the first second', () => {
    const { told, progress } = followed();
    progress.reach('resolving');
    progress.reach('connecting');
    mock.timers.tick(999);
    progress.reach('reading');
    assert.deepEqual(told, []);
  });

  test('is told after a second, and then at each change, once', () => {
    const { told, progress } = followed();
    progress.reach('resolving');
    mock.timers.tick(1000);
    assert.deepEqual(told, ['resolving']);
    for (const stage of ['resolving', 'connecting', 'connecting', 'reading'] as const) progress.reach(stage);
    mock.timers.tick(10_000);
    assert.deepEqual(told, ['resolving', 'connecting', 'reading']);
  });

  test('begins with the present stage and leaves out those before', () => {
    const { told, progress } = followed();
    for (const stage of ['resolving', 'connecting', 'reading'] as const) progress.reach(stage);
    mock.timers.tick(1000);
    assert.deepEqual(told, ['reading']);
  });

  test('is told no more after the end', () => {
    const { told, progress } = followed();
    progress.reach('resolving');
    progress.end();
    mock.timers.tick(10_000);
    assert.deepEqual(told, []);
  });
});

describe('the stage of several connections', () => {
  const table: [what: string, events: string[], told: Stage[]][] = [
    ['is connecting at first', [], ['connecting']],
    ['stays so until the last is connected', ['a+'], ['connecting']],
    ['is reading once all are connected', ['a+', 'b+'], ['connecting', 'reading']],
    ['is reading once those that are left are connected', ['a+', 'b-'], ['connecting', 'reading']],
    ['is never reading where nothing could be connected', ['a-', 'b-'], ['connecting']],
    ['does not wait for one that has ended', ['a+', 'a-', 'b+'], ['connecting', 'reading']],
  ];
  for (const [what, events, expected] of table) {
    test(what, () => {
      const told: Stage[] = [];
      const connections = followConnections(['a', 'b'], (stage) => told.push(stage));
      for (const [name = '', event] of events) {
        if (event === '+') connections.connected(name);
        else connections.ended(name);
      }
      assert.deepEqual(told, expected);
    });
  }
});

function followed() {
  const told: Stage[] = [];
  return { told, progress: followProgress((stage) => told.push(stage)) };
}
