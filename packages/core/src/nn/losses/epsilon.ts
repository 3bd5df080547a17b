/** How far probabilities are kept from 0 and 1 before their logarithm is taken: Keras's `epsilon()`. */
export const epsilon = 1e-7;
