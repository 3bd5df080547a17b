/** Made by test/reference/make.py with onnx 1.23.1, onnxruntime 1.30.0 and torch 2.13.0+cpu. */
import type { References } from './type.ts';

export const bitwise: References = {
  bitShift: {
    'to the left': {
      digest: '7f378294',
      z: '1 6 224 128 32 224',
    },
    'to the right': {
      digest: '9d049487',
      z: '1 1 7 128 8 0',
    },
  },
  bitwiseAnd: {
    int32: {
      digest: 'fe6de585',
      y: '-35 2 -96 -96 2 -28 92 5 4 -96 6 36',
    },
    int64: {
      digest: '338735d3',
      y: '8 0 8 6 0 0 8 8 0 6 0 7',
    },
    uint8: {
      digest: '2b459c4f',
      y: '38 67 92 19 65 92',
    },
    int8: {
      digest: '6804b77d',
      y: '-24 -32 64 -30 64 64',
    },
  },
  bitwiseNot: {
    int32: {
      digest: 'ee8f6a7b',
      y: '-79 96 77 9 -89 77',
    },
    int64: {
      digest: 'e2bf263a',
      y: '40 16 -33 88 -55 34',
    },
    uint8: {
      digest: '45f21122',
      y: '62 183 68 104 93 80',
    },
  },
  bitwiseOr: {
    int32: {
      digest: 'd7169fd3',
      y: '-72 -54 -21 50 -67 38 -34 -6 -1 -18 -67 -26',
    },
    int64: {
      digest: '0716e2a3',
      y: '-44 -97 7 -46 -97 7 78 -83 -2 74 -81 -6',
    },
    uint8: {
      digest: '3eb869fe',
      y: '87 255 159 182 255 174',
    },
    int8: {
      digest: '6f34448a',
      y: '30 -17 127 -40 -9 -1',
    },
  },
  bitwiseXor: {
    int32: {
      digest: '10438115',
      y: '50 30 -4 -17 3 42 -23 91 -76 72 0 -109',
    },
    int64: {
      digest: '6031f039',
      y: '127 -17 27 30 -114 122 35 110 108 66 15 13',
    },
    uint8: {
      digest: '8860f9d0',
      y: '171 90 87 118 235 122',
    },
    int8: {
      digest: 'f07c3577',
      y: '-50 93 41 27 -76 51',
    },
  },
};
