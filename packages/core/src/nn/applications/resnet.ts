/** He, Zhang, Ren & Sun, Deep residual learning for image recognition (2015), with torchvision's names of layers. */
import type { Layer } from '../layer.ts';
import { functional, type LayeredModel } from '../layered-model.ts';
import { relu } from '../layers/activation.ts';
import { dense } from '../layers/dense.ts';
import { add } from '../layers/merge.ts';
import { globalAveragePooling2D, maxPooling2D } from '../layers/pooling.ts';
import { convNorm } from './blocks.ts';
import type { ApplicationOptions } from './options.ts';

/** Of the name of each block: the first block of a stage may have a stride, and then its shortcut is a convolution. */
type Block = (name: string, filters: number, strides: number, isFirst: boolean) => Layer;

const named = (block: string, i: number) => [`${block}_conv${i}`, `${block}_bn${i}`, `${block}_relu${i}`] as const;

/** What is added to what the block made: the input, or a projection of it where extents differ. */
const shortcut = (name: string, filters: number, strides: number): Layer =>
  convNorm(filters, 1, { strides, names: [`${name}_downsample_conv`, `${name}_downsample_bn`] });

/** Two convolutions of 3 × 3. */
const basic: Block = (name, filters, strides, isFirst) => (x) => {
  const first = convNorm(filters, 3, { strides, activation: 'relu', names: named(name, 1) });
  const second = convNorm(filters, 3, { names: named(name, 2) });
  const around = isFirst && strides > 1 ? shortcut(name, filters, strides)(x) : x;
  return relu({ name: `${name}_relu` })(add({ name: `${name}_add` })(second(first(x)), around));
};

/** 1 × 1, 3 × 3 and 1 × 1, the last with four times as many filters; the stride in the middle (torchvision's version 1.5). */
const bottleneck: Block = (name, filters, strides, isFirst) => (x) => {
  const down = convNorm(filters, 1, { activation: 'relu', names: named(name, 1) });
  const middle = convNorm(filters, 3, { strides, activation: 'relu', names: named(name, 2) });
  const up = convNorm(4 * filters, 1, { names: named(name, 3) });
  const around = isFirst ? shortcut(name, 4 * filters, strides)(x) : x;
  return relu({ name: `${name}_relu` })(add({ name: `${name}_add` })(up(middle(down(x))), around));
};

function resnet(
  name: string,
  block: Block,
  depths: readonly number[],
  { classes = 1000, input = [3, 224, 224], classifierActivation = 'linear' }: ApplicationOptions,
): LayeredModel {
  return functional({ input, name }, (x) => {
    let flow = convNorm(64, 7, { strides: 2, activation: 'relu', names: ['conv1', 'bn1', 'relu'] })(x);
    flow = maxPooling2D(3, { strides: 2, padding: 1, name: 'maxpool' })(flow);
    depths.forEach((depth, stage) => {
      for (let i = 0; i < depth; i++) {
        const strides = i === 0 && stage > 0 ? 2 : 1;
        flow = block(`layer${stage + 1}_${i}`, 64 * 2 ** stage, strides, i === 0)(flow);
      }
    });
    flow = globalAveragePooling2D({ name: 'avgpool' })(flow);
    return dense(classes, { activation: classifierActivation, name: 'fc' })(flow);
  });
}

/** 18 layers. 11,689,512 parameters, and 9,600 of the averages of its normalisations. */
export const resnet18 = (options: ApplicationOptions = {}): LayeredModel =>
  resnet('resnet18', basic, [2, 2, 2, 2], options);

/** 50 layers. 25,557,032 parameters, and 53,120 of the averages of its normalisations. */
export const resnet50 = (options: ApplicationOptions = {}): LayeredModel =>
  resnet('resnet50', bottleneck, [3, 4, 6, 3], options);
