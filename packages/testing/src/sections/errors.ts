/** A wrong feed is a GraftError that names the input, before anything runs. */
import { builder, GraftError, graphOf, input, type Tensor, type Tensors, tensor } from '@graftml/core';
import { type Check, program, withProgram } from '../check.ts';
import { fail } from '../compare.ts';

const g = builder();
const row = (...numbers: number[]): Tensor => tensor('float32', [numbers.length], numbers);
const sum = program(graphOf({ y: g.add(input('pixels', 'float32', [2]), input('other', 'float32', [2])) }));

const refuses = (name: string, offender: string, feeds: Tensors): Check => ({
  section: 'errors',
  name,
  run: (backend) =>
    withProgram(backend, sum, (executable) =>
      executable.run(feeds).then(
        () => fail('it ran'),
        (error: unknown) => {
          if (!(error instanceof GraftError)) fail(`it threw no GraftError but ${error}`);
          if (!error.message.includes(offender)) fail(`the message does not name '${offender}': ${error.message}`);
        },
      ),
    ),
});

export const errorChecks: readonly Check[] = [
  refuses('a missing feed', 'pixels', { other: row(1, 2) }),
  refuses('an unknown feed', 'pixel', { pixels: row(1, 2), other: row(1, 2), pixel: row(1, 2) }),
  refuses('another shape', 'pixels', { pixels: row(1, 2, 3), other: row(1, 2) }),
  refuses('another rank', 'pixels', { pixels: tensor('float32', [1, 2], [1, 2]), other: row(1, 2) }),
  refuses('another dtype', 'pixels', { pixels: tensor('int32', [2], [1, 2]), other: row(1, 2) }),
  refuses('data that does not fill its shape', 'pixels', {
    pixels: { dtype: 'float32', shape: [2], data: new Float32Array(3) },
    other: row(1, 2),
  }),
];
