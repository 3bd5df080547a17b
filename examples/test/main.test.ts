/** The command: `npm run -s example -- …` without the building. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { examples } from '../src/examples.ts';

const main = fileURLToPath(new URL('../dist/harness/main.js', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'graft-example-'));
afterAll(() => rmSync(out, { recursive: true }));

const example = (...args: string[]) => spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });

it('lists all, a line each', () => {
  const { status, stdout } = example();
  expect(status).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => line.split(' ')[0])).toEqual(Object.keys(examples));
  expect(lines[0]).toContain(examples.logistic.title);
});

it('runs one, prints what it says, and writes its pictures', () => {
  const { status, stdout } = example('logistic', '--quick', '--out', out);
  expect(status).toBe(0);
  expect(stdout).toContain('derivative');
  expect(stdout).toContain('logistic.svg');
  expect(readdirSync(out)).toContain('logistic.svg');
});

it('gives figures to machines', () => {
  const { status, stdout } = example('logistic', '--quick', '--out', out, '--json');
  expect(status).toBe(0);
  const { name, figures, pictures } = JSON.parse(stdout);
  expect(name).toBe('logistic');
  expect(figures.curves).toHaveLength(3);
  expect(pictures).toEqual([join(out, 'logistic.svg')]);
});

it.each([
  ['a wrong name', ['logistc'], /did you mean logistic\?/],
  ['two names', ['logistic', 'logistic'], /one name at a time/],
  ['a seed that is none', ['logistic', '--seed', 'x'], /--seed: must be a whole number/],
  ['data for all', ['all', '--data', 'x'], /--data: each example/],
  ['data for one that needs none', ['logistic', '--data', 'x'], /logistic: needs no data/],
  ['an unknown option', ['logistic', '--quik'], /--quik/],
])('refuses %s with status 2', (_, args, message) => {
  const { status, stderr } = example(...args);
  expect(stderr).toMatch(message);
  expect(status).toBe(2);
});
