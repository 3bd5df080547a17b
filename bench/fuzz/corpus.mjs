// Whole files to begin with: one of every case of the conformance suite, a network, files that other programs wrote.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { applications, initialWeights, ops, withWeights } from '@graftml/core';
import { encodeGraph, toOnnx } from '@graftml/onnx';
import { caseNames, forwardGraph, prepare } from '@graftml/testing';

const fromRoot = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Larger files take their time to copy and bring nothing new. */
const largestFile = 150_000;

/** `{ name, bytes }`, in an order that is the same everywhere. */
export function corpus() {
  const cases = Object.keys(ops)
    .filter((op) => ops[op].domain === '')
    .flatMap((op) =>
      caseNames(op).map((name) => ({ name: `${op}/${name}`, bytes: encodeGraph(forwardGraph(prepare(op, name))) })),
    );
  const mnist = applications['mnist-cnn']({ input: [1, 16, 16] });
  const network = { name: 'a network', bytes: toOnnx(withWeights(mnist, initialWeights(mnist, 1))) };
  const written = ['cases', 'opsets', 'functions', 'opaque'].flatMap(storedFiles);
  return [...cases, network, ...written, ...filesIn('tests/zoo/tiny')].filter(
    ({ bytes }) => bytes.length <= largestFile,
  );
}

/** What scripts in Python made for the reader's tests. */
const storedFiles = (name) =>
  JSON.parse(readFileSync(fromRoot(`packages/onnx/test/reference/${name}.json`), 'utf8')).map(({ name, model }) => ({
    name,
    bytes: new Uint8Array(Buffer.from(model, 'base64')),
  }));

function filesIn(folder) {
  if (!existsSync(fromRoot(folder))) return [];
  return readdirSync(fromRoot(folder))
    .filter((file) => file.endsWith('.onnx'))
    .sort()
    .map((file) => ({ name: file, bytes: new Uint8Array(readFileSync(fromRoot(`${folder}/${file}`))) }));
}
