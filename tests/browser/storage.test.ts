/** IndexedDB as a place for checkpoints, features and classifiers, in Chromium. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath, requireOrSkip } from '../support/require.ts';
import { launch, openPage, type Served, servePage } from './chromium.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });

const isMissing = requireOrSkip('chromium');

describe.skipIf(isMissing)('indexedDbStorage', () => {
  let served: Served;
  let browser: Browser;
  beforeAll(async () => {
    [served, browser] = await Promise.all([servePage(), launch(chromiumPath()!)]);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  it('keeps what is written, over a reload too, until it is removed', async () => {
    const context = await browser.newContext();
    const page = await openPage(context, served.plain);
    expect(await page.call('names')).toEqual([]);
    expect(await page.call('kept', 'nothing')).toBeUndefined();
    await page.call('keep', 'weights-2', { bytes: 3_000_000, value: 7 });
    await page.call('keep', 'weights-1', 'a');
    await page.call('keep', 'weights-1', 'bcd');
    await page.tab.reload();
    await page.tab.waitForFunction(() => 'graft' in globalThis);
    expect(await page.call('names')).toEqual(['weights-1', 'weights-2']);
    expect(await page.call('kept', 'weights-1')).toEqual({ length: 3, ends: [98, 100] });
    expect(await page.call('kept', 'weights-2')).toEqual({ length: 3_000_000, ends: [7, 7] });
    await page.call('forget', 'weights-2');
    await page.call('forget', 'weights-2');
    expect(await page.call('names')).toEqual(['weights-1']);
    expect(await page.call('keep', '../up', 'x')).toMatchObject({ kind: 'UsageError' });
    await context.close();
  });

  it('goes on where another page took the database away', async () => {
    const context = await browser.newContext();
    const page = await openPage(context, served.plain);
    const other = await openPage(context, served.plain);
    await page.call('keep', 'mine', 'a');
    expect(await other.call('names')).toEqual(['mine']);
    await other.call('clear');
    expect(await page.call('names')).toEqual([]);
    expect(await page.call('keep', 'mine', 'b')).toBeUndefined();
    expect(await other.call('kept', 'mine')).toEqual({ length: 1, ends: [98, 98] });
    await context.close();
  });

  it('says that there is no room, and keeps what it had', async () => {
    const context = await browser.newContext();
    const page = await openPage(context, served.plain);
    await page.call('keep', 'weights', { bytes: 100_000, value: 1 });
    // As browsers tell it: the transaction is undone, and says why.
    await page.tab.evaluate(
      `globalThis.put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (...given) {
        const request = put.apply(this, given);
        const error = new DOMException('The current transaction exceeded its quota limitations.', 'QuotaExceededError');
        Object.defineProperty(this.transaction, 'error', { value: error });
        this.transaction.abort();
        return request;
      }`,
    );
    expect(await page.call('keep', 'weights', { bytes: 5_000_000, value: 2 })).toEqual({
      kind: 'FileError',
      message: expect.stringMatching(
        /^tests\/weights: the browser has no room left for this site\. Received QuotaExceededError.*Hint: what was kept until then is safe/,
      ),
    });
    expect(await page.call('kept', 'weights')).toEqual({ length: 100_000, ends: [1, 1] });
    await page.tab.evaluate('void (IDBObjectStore.prototype.put = put)');
    expect(await page.call('keep', 'weights', { bytes: 5_000_000, value: 2 })).toBeUndefined();
    expect(await page.call('kept', 'weights')).toEqual({ length: 5_000_000, ends: [2, 2] });
    await context.close();
  });
});
