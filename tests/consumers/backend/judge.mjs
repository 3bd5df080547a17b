// Judges the backend, and prints how many tests of each outcome there were and what failed.
import { conformance } from '@graftml/testing';
import { outsideBackend } from './backend.mjs';

const count = { passed: 0, skipped: 0 };
const failed = [];
for (const { name, run } of conformance(outsideBackend)) {
  try {
    const outcome = await run();
    count[outcome === 'passed' ? 'passed' : 'skipped']++;
  } catch (error) {
    failed.push(`${name}: ${error.message}`);
  }
}
console.log(JSON.stringify({ ...count, failed }));
