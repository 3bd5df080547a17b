/** The pages, one for each file of `examples/src` and in the order in which they are best read. */

export const parts = {
  answers: ['logistic', 'softmax', 'one-hot', 'multi-label', 'information'],
  learning: ['perceptron', 'backpropagation', 'regression'],
  descending: ['descent', 'learning-rate-decay', 'momentum', 'local-minima'],
  restraint: ['early-stopping', 'weight-penalties', 'dropout'],
  depth: ['vanishing-gradients'],
  pictures: ['convolution', 'pooling', 'mlp-or-cnn', 'early-layers', 'cifar10-mlp', 'cifar10-cnn', 'cifar10-augmented'],
  memory: ['long-memory'],
} as const;

export type Part = keyof typeof parts;
export type PageName = (typeof parts)[Part][number];

export const pageNames: readonly PageName[] = Object.values(parts).flat();

export const isPageName = (name: string): name is PageName => (pageNames as readonly string[]).includes(name);
