// Times training steps of a network in TensorFlow.js's cpu backend: tfjs.mjs NETWORK BATCH. Needs: npm install, in bench/tfjs.
import { createRequire } from 'node:module';
import { answer } from './answer.mjs';
import { tfjsStep } from './tfjs-step.mjs';

const require = createRequire(new URL('../tfjs/package.json', import.meta.url));
const tf = require('@tensorflow/tfjs');
await tf.setBackend('cpu');
const [network, batch] = process.argv.slice(2);
await answer(await tfjsStep(tf, network, Number(batch)), `tfjs ${tf.version.tfjs}`);
