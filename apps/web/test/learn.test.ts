/** The pages of `/learn`: one for each example, whose code is that example's, and every control of which changes what is seen. */
import { readFileSync } from 'node:fs';
import { examples } from '@graftml/examples/examples';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { GET } from '../app/learn/digits.bin/route.ts';
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
  vi.stubGlobal('location', { href: 'http://site/_next/static/worker.js' });
  vi.stubGlobal('fetch', (address: string) =>
    address === 'http://site/learn/digits.bin' ? GET() : Promise.reject(new Error(address)),
  );
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
    const before = JSON.stringify(await played(start, 3));
    for (const [key, control] of Object.entries(page.controls)) {
      if (control.live) continue;
      const changed = { ...start, ...basisOf(key), [key]: otherThan(control) };
      const basis = basisOf(key) ? JSON.stringify(await played({ ...start, ...basisOf(key) }, 3)) : before;
      expect(JSON.stringify(await played(changed, 3)), key).not.toBe(basis);
    }
  });

  /** With what else set a control counts. */
  const basisOf = (key: string): Settings | undefined => page.needs?.[key];

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
