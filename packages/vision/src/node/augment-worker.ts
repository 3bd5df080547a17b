/** The file of a worker thread that augments pictures. */
import { parentPort } from 'node:worker_threads';
import { augmentAnswers } from '../augment/elsewhere.ts';

const answer = augmentAnswers((reply, transfer) => parentPort!.postMessage(reply, transfer));
parentPort!.on('message', answer);
