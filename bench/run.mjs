#!/usr/bin/env node
// npm run bench -- train [NETWORK…] [--where node,browser] [--threads 1,2] [--quick] [--json] [--rounds N] [--seconds S] [--only TEXT]
// npm run bench -- profile [NETWORK] [--device cpu|webgpu] [--batch N] [--threads N] [--steps N] [--nodes N]
// npm run bench -- transfer [--photos PLACE] [--backbone FILE] [--count N] [--rounds N] [--json]
// npm run bench -- convolutions [--threads 1,2]
// npm run bench -- recurrent [--json] [--rounds N]
// npm run bench -- augment [--json] [--rounds N]
// npm run bench -- transfer-table [--quick] [--only TEXT] [--strategies A,B] [--seed S] [--json]
// npm run bench -- transfer-cifar10 [--quick] [--only heads,fine-tune,live,scratch] [--what TEXT] [--seed S] [--threads N] [--cache FOLDER] [--map FILE.svg] [--json]
// npm run bench -- web [--photos PLACE] [--count N] [--devices wasm,server,webgpu] [--rounds N] [--steps NETWORK,… or nothing] [--json]
// npm run bench -- fuzz [--runs N] [--seed S] [--only RUN] [--json]
import { augmentBench } from './augment.mjs';
import { convolutionsBench } from './convolutions.mjs';
import { fuzzBench } from './fuzz.mjs';
import { profileBench } from './profile.mjs';
import { recurrentBench } from './recurrent.mjs';
import { trainBench } from './train.mjs';
import { transferBench } from './transfer.mjs';
import { transferCifar10Bench } from './transfer-cifar10.mjs';
import { transferTableBench } from './transfer-table.mjs';
import { webBench } from './web.mjs';

const benches = {
  train: trainBench,
  transfer: transferBench,
  profile: profileBench,
  convolutions: convolutionsBench,
  recurrent: recurrentBench,
  augment: augmentBench,
  'transfer-table': transferTableBench,
  'transfer-cifar10': transferCifar10Bench,
  fuzz: fuzzBench,
  web: webBench,
};
const [name, ...args] = process.argv.slice(2).filter((arg) => arg !== '--');
if (!name || !(name in benches)) {
  console.error(`Which bench? One of: ${Object.keys(benches).join(', ')}.  Example: npm run -s bench -- train --quick`);
  process.exit(2);
}
await benches[name](args);
