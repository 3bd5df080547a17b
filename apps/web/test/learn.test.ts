/** The pages of `/learn`: one for each example, whose code is that example's, and every control of which changes what is seen. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { examples } from '@graftml/examples/examples';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { piecesOf, sourceOf } from '../src/learn/code.ts';
import { type Control, forScene, fragmentOf, type Settings, settingsIn, startOf } from '../src/learn/controls.ts';
import { pageNames } from '../src/learn/names.ts';
import { pages } from '../src/learn/pages/index.ts';
import { runOf } from '../src/learn/run-scene.ts';
import { scenes } from '../src/learn/scenes/index.ts';
import { en } from '../src/learn/text/en.ts';
import type { PageText } from '../src/learn/text/page-text.ts';
import { zh } from '../src/learn/text/zh.ts';

/** What a browser would ask the site for. */
beforeAll(() => {
  vi.stubGlobal('fetch', async (address: URL) => new Response(await readFile(address)));
});

describe('every example has its page', () => {
  it('in the same order', () => {
    expect(pageNames).toEqual(Object.keys(examples));
    expect(Object.keys(pages).sort()).toEqual([...pageNames].sort());
    expect(Object.keys(scenes).sort()).toEqual([...pageNames].sort());
  });

  it.each(pageNames)('%s: the title is that of the example, and the code its file', (name) => {
    expect(en.pages[name].title).toBe(examples[name].title);
    const file = readFileSync(new URL(`../../../examples/src/${name}.ts`, import.meta.url), 'utf8');
    expect(sourceOf(name)).toBe(file);
    const pieces = piecesOf(file);
    expect(pieces.map(([, text]) => text).join('')).toBe(file);
    expect(new Set(pieces.map(([kind]) => kind)).size).toBeGreaterThan(3);
  });
});

describe.each(pageNames)('%s', (name) => {
  const page = pages[name];
  const start = startOf(page.controls);

  it.each(Object.entries({ en, zh }))('says all that there is to say (%s)', (_, texts) => {
    const text: PageText = texts.pages[name];
    expect(Object.keys(text.controls).sort()).toEqual(Object.keys(page.controls).sort());
    expect(text.tries).toHaveLength(page.tries.length);
    expect(text.idea.length).toBeGreaterThanOrEqual(3);
    for (const [key, control] of Object.entries(page.controls))
      if (control.kind === 'choice' && text.choices?.[key])
        expect(Object.keys(text.choices[key]).sort()).toEqual([...control.values].sort());
  });

  it('keeps its settings in the address', () => {
    expect(page.tries.length).toBeGreaterThanOrEqual(2);
    for (const one of page.tries) {
      const settings = { ...start, ...one };
      expect(settings).not.toEqual(start);
      expect(settingsIn(page.controls, `#${fragmentOf(page.controls, settings)}`)).toEqual(settings);
    }
    expect(settingsIn(page.controls, '#seed=x&rate=NaN&none=1')).toEqual(start);
  });

  it('shows something for each thing to try, with all of its figures', async () => {
    for (const one of [{}, ...page.tries]) {
      const settings = { ...start, ...one };
      const states = await played(settings, 3);
      expect(states.length).toBeGreaterThan(page.pace === undefined ? 0 : 2);
      for (const state of states) {
        const figures = page.figures(state, settings);
        expect(Object.keys(figures).sort()).toEqual(Object.keys((en.pages[name] as PageText).figures).sort());
      }
    }
  });

  it('changes with each of its controls', async () => {
    const told = async (settings: Settings, count: number) => JSON.stringify(await played(settings, count));
    const before = await told(start, 2);
    for (const [key, control] of Object.entries(page.controls)) {
      if (control.live) continue;
      const basis = { ...start, ...page.needs?.[key] };
      const changed = { ...basis, [key]: otherThan(control) };
      const isSeen = (await told(changed, 2)) !== (page.needs?.[key] ? await told(basis, 2) : before);
      // What keeps a part of each step shows only then.
      if (!isSeen) expect(await told(changed, 3), key).not.toBe(await told(basis, 3));
    }
  });

  async function played(settings: Settings, count: number): Promise<unknown[]> {
    const { scene } = await scenes[name]();
    const run = await runOf(scene, forScene(page.controls, settings));
    const states: unknown[] = [];
    for (let i = 0; i < count; i++) {
      const { state } = await run.next(1);
      if (state !== undefined) states.push(structuredClone(state));
    }
    await run.close();
    return states;
  }
});

function otherThan(control: Control) {
  switch (control.kind) {
    case 'slider':
      return control.start === control.max ? control.min : control.max;
    case 'choice':
      return control.values.find((value) => value !== control.start)!;
    case 'switch':
      return !control.start;
    case 'draw':
      return control.start + 1;
  }
}
