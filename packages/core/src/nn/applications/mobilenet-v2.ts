import { randomNormal } from '../initializers.ts';
import type { Layer } from '../layer.ts';
import { functional, type LayeredModel } from '../layered-model.ts';
import { dense } from '../layers/dense.ts';
import { dropout } from '../layers/dropout.ts';
import { add } from '../layers/merge.ts';
import { globalAveragePooling2D } from '../layers/pooling.ts';
import { convNorm } from './blocks.ts';
import type { ApplicationOptions } from './options.ts';

/** Of each stage: how much wider its blocks are inside, their filters, how many they are, and the stride of the first. */
const stages = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/** Wider by a 1 × 1 convolution, each channel by itself, narrower again without an activation; added to the input if alike. */
function invertedResidual(name: string, channels: number, filters: number, expansion: number, strides: number): Layer {
  const wide = expansion * channels;
  const names = (part: string) => [`${name}_${part}`, `${name}_${part}_bn`, `${name}_${part}_relu`] as const;
  const widen = expansion === 1 ? undefined : convNorm(wide, 1, { activation: 'relu6', names: names('expand') });
  const apart = convNorm(wide, 3, { strides, groups: wide, activation: 'relu6', names: names('depthwise') });
  const narrow = convNorm(filters, 1, { names: names('project') });
  return (x) => {
    const made = narrow(apart(widen ? widen(x) : x));
    return strides === 1 && channels === filters ? add({ name: `${name}_add` })(made, x) : made;
  };
}

/**
 * Sandler et al., MobileNetV2: inverted residuals and linear bottlenecks (2018), width 1. 3,504,872 parameters, and 34,112 of the
 * averages of its normalisations.
 */
export const mobileNetV2 = ({
  classes = 1000,
  input = [3, 224, 224],
  classifierActivation = 'linear',
}: ApplicationOptions = {}): LayeredModel =>
  functional({ input, name: 'mobilenet-v2' }, (x) => {
    let flow = convNorm(32, 3, { strides: 2, activation: 'relu6', names: ['conv1', 'bn1', 'relu'] })(x);
    let channels = 32;
    let index = 0;
    for (const [expansion, filters, count, strides] of stages)
      for (let i = 0; i < count; i++) {
        flow = invertedResidual(`block${++index}`, channels, filters, expansion, i === 0 ? strides : 1)(flow);
        channels = filters;
      }
    flow = convNorm(1280, 1, { activation: 'relu6', names: ['conv2', 'bn2', 'relu2'] })(flow);
    flow = dropout(0.2, { name: 'dropout' })(globalAveragePooling2D({ name: 'avgpool' })(flow));
    const kernelInitializer = randomNormal({ stddev: 0.01 });
    return dense(classes, { activation: classifierActivation, kernelInitializer, name: 'classifier' })(flow);
  });
