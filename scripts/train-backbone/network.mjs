/** The student: inverted residuals (Sandler et al. 2018), narrow, ending in one list of features for each picture. */
import {
  activation,
  add,
  batchNormalization,
  conv2D,
  functional,
  globalAveragePooling2D,
  initializers,
} from '@graftml/core';

/** Multiples of eight, as MobileNets have them, and never more than a tenth below what the width asks for. */
function channels(filters, width) {
  const near = Math.max(8, 8 * Math.floor((filters * width + 4) / 8));
  return near < 0.9 * filters * width ? near + 8 : near;
}

/** Added to the variance by normalisations. */
export const epsilon = 1e-5;

/** Of each stage at width 1: how much wider its blocks are inside, their filters, how many they are, the stride of the first. */
export const stages = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
];

const convNorm = (name, filters, kernelSize, { strides = 1, groups = 1, activate = true, padding } = {}) => {
  const layers = [
    conv2D(filters, kernelSize, {
      strides,
      groups,
      padding: padding ?? (kernelSize - 1) / 2,
      useBias: false,
      kernelInitializer: initializers.varianceScaling({ scale: 2, mode: 'out', distribution: 'normal' }),
      name,
    }),
    batchNormalization({ momentum: 0.9, epsilon, name: `${name}_bn` }),
    ...(activate ? [activation('relu6', { name: `${name}_relu` })] : []),
  ];
  return (x) => layers.reduce((flow, layer) => layer(flow), x);
};

function invertedResidual(name, from, to, { expansion, strides, padding }) {
  const wide = expansion * from;
  const widen = expansion === 1 ? undefined : convNorm(`${name}_expand`, wide, 1);
  const apart = convNorm(`${name}_depthwise`, wide, 3, { strides, groups: wide, padding });
  const narrow = convNorm(`${name}_project`, to, 1, { activate: false });
  return (x) => {
    const made = narrow(apart(widen ? widen(x) : x));
    return strides === 1 && from === to ? add({ name: `${name}_add` })(made, x) : made;
  };
}

/**
 * From `[N, 3, size, size]` to `[N, features]`.
 * @param padding `'same'` pads as TensorFlow and the teacher do, on one side where an even size is halved; unless given, on both, so that
 *   the network sees alike at any size
 */
export function student({ width, size, features, padding }) {
  return functional({ input: [3, size, size], name: 'graft-backbone' }, (x) => {
    let from = channels(32, width);
    let flow = convNorm('stem', from, 3, { strides: 2, padding })(x);
    let index = 0;
    for (const [expansion, filters, count, strides] of stages)
      for (let i = 0; i < count; i++) {
        const to = channels(filters, width);
        flow = invertedResidual(`block${++index}`, from, to, { expansion, strides: i === 0 ? strides : 1, padding })(
          flow,
        );
        from = to;
      }
    return globalAveragePooling2D({ name: 'features' })(convNorm('last', features, 1)(flow));
  });
}
