import type { Layer } from '../layer.ts';
import { layer } from '../layer.ts';
import { functional, type LayeredModel } from '../layered-model.ts';
import { relu } from '../layers/activation.ts';
import { dense } from '../layers/dense.ts';
import { add } from '../layers/merge.ts';
import { globalAveragePooling2D } from '../layers/pooling.ts';
import { picture } from '../windows.ts';
import { convNorm, heFanOut } from './blocks.ts';
import type { ApplicationOptions } from './options.ts';

/**
 * Every second row and column, and channels of zeros until there are `filters`: the paper's option A, without weights.
 */
const widened = (filters: number, name: string): Layer =>
  layer(
    'Widen',
    (at, x) => {
      const { channels } = picture(at, x);
      const [before, after] = [Math.floor((filters - channels) / 2), Math.ceil((filters - channels) / 2)];
      const large = 2 ** 31 - 1;
      const half = at.g.slice(x, [0, 0], [large, large], [2, 3], [2, 2]);
      return at.g.pad(half, [0, before, 0, 0, 0, after, 0, 0]);
    },
    { name },
  );

function block(name: string, filters: number, strides: number): Layer {
  const names = (i: number) => [`${name}_conv${i}`, `${name}_bn${i}`, `${name}_relu${i}`] as const;
  const first = convNorm(filters, 3, { strides, activation: 'relu', names: names(1) });
  const second = convNorm(filters, 3, { names: names(2) });
  return (x) => {
    const around = strides > 1 ? widened(filters, `${name}_shortcut`)(x) : x;
    return relu({ name: `${name}_relu` })(add({ name: `${name}_add` })(second(first(x)), around));
  };
}

/**
 * He et al. 2015, section 4.2: 20 layers for pictures of 32 × 32, three stages of three blocks, shortcuts without weights
 * (option A). 269,722 parameters, and 1,376 of the averages of its normalisations.
 */
export const resnet20 = ({
  classes = 10,
  input = [3, 32, 32],
  classifierActivation = 'linear',
}: ApplicationOptions = {}): LayeredModel =>
  functional({ input, name: 'resnet20' }, (x) => {
    let flow = convNorm(16, 3, { activation: 'relu', names: ['conv1', 'bn1', 'relu'] })(x);
    [16, 32, 64].forEach((filters, stage) => {
      for (let i = 0; i < 3; i++) flow = block(`layer${stage + 1}_${i}`, filters, i === 0 && stage > 0 ? 2 : 1)(flow);
    });
    flow = globalAveragePooling2D({ name: 'avgpool' })(flow);
    return dense(classes, { activation: classifierActivation, kernelInitializer: heFanOut(), name: 'fc' })(flow);
  });
