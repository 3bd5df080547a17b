/** Made by test/reference/make.py with onnx 1.23.1, onnxruntime 1.30.0 and torch 2.13.0+cpu. */
import type { References } from './type.ts';

export const logic: References = {
  and: {
    'all four': {
      digest: '12c77c21',
      y: '0 0 0 1',
    },
    'broadcasts both sides': {
      digest: 'af13f6e4',
      y: '0 0 0 0 1 1 0 0 0 0 1 1 0 0 0 1 0 1 0 0 0 1 0 1',
    },
  },
  cast: {
    'float32 to int32 rounds towards zero': {
      digest: '7cec7b10',
      y: '0 0 0 -1 2 -100',
    },
    'float32 to int64 rounds towards zero': {
      digest: '061093f7',
      y: '0 0 0 -1 2 -100',
    },
    'float32 to uint8 rounds towards zero': {
      digest: '0e4f1c15',
      y: '0 0 0 1 2 100',
    },
    'float32 to bool': {
      digest: 'c66889c0',
      y: '0 0 1 1 1',
    },
    'float32 to itself': {
      digest: 'ec97212d',
      y: '0.24123919 -0.179156303 0.444526911 -0.359040976 0.964342475 -0.63334322',
      d_x: '0.596083403 -0.345294237 0.596280575 0.749181986 0.210252643 0.4274652',
    },
    'float32 to float64': {
      digest: '40a3ed10',
      y: '0.0827471018 -0.211950183 0.497495651 -0.520752192 0.939210415 -0.666341901',
      d_x: '0.745522499 0.567699313 0.215058923 0.377870202 0.53024447 -0.73198998',
    },
    'float64 to float32': {
      digest: '6de06103',
      y: '0.1 -2 3e38',
      d_x: '-0.108981848 0.0861418247 0.894424915',
    },
    'bool to float32': {
      digest: '275fcb57',
      y: '0 0 1 0 1 1',
    },
    'bool to int32': {
      digest: '4ee28c7d',
      y: '1 1 1 1 1 1',
    },
    'int32 to float32': {
      digest: 'd1fa7d0f',
      y: '-654 -648 206 839 389 -687',
    },
    'int32 to bool': {
      digest: '895b1e17',
      y: '0 1 1',
    },
    'int64 to int32': {
      digest: 'b70ea039',
      y: '-40 -596 747 803 692 814',
    },
    'int64 to float32': {
      digest: '71fe91d6',
      y: '461 -21 -689 -910 -91 -782',
    },
    'uint8 to float32': {
      digest: '61935049',
      y: '0 1 128 255',
    },
    'int64 to int8': {
      digest: 'c7f7d3a9',
      y: '0 1 -128 127',
    },
    'int8 to float32': {
      digest: '2b2aaeb7',
      y: '0 1 -128 127',
    },
    'float32 to int8 rounds towards zero': {
      digest: 'c61bbdbf',
      y: '0 0 0 -1 2 -100',
    },
    'bool to int64': {
      digest: 'ea237f2f',
      y: '0 1 1 0 1 0',
    },
    'bool to uint8': {
      digest: 'cfb4e9a0',
      y: '0 0 1 1 1 0',
    },
    'uint8 to bool': {
      digest: '095c6067',
      y: '0 1 1',
    },
    'int8 to int64': {
      digest: '3dbf9f07',
      y: '0 -128 127',
    },
    'int64 that int32 cannot hold': {
      digest: '7a1f6064',
      y: '5 0 7',
    },
    'int64 that uint8 cannot hold': {
      digest: '2418fccc',
      y: '0 255 255',
    },
    'int32 that int8 cannot hold': {
      digest: 'efc3f41f',
      y: '-128 127 -24',
    },
    'uint8 that int8 cannot hold': {
      digest: '5132881b',
      y: '127 -128 -1',
    },
    'uint8 to int32': {
      digest: '6b2080c4',
      y: '0 1 128 255',
    },
  },
  castLike: {
    'float32 like int32': {
      digest: '86ea71b0',
      y: '0 0 0 -1 2 -100',
    },
    'int64 like float32': {
      digest: 'cb9d1cfa',
      y: '-785 702 -110 699 -595 409',
    },
    'float32 like itself': {
      digest: '653eef91',
      y: '0.52799964 -0.831859708 0.496072292 0.961187601 0.794811726 -0.0419669151',
      d_x: '-0.437269092 -0.39080596 0.583627224 -0.184345245 0.707023978 -0.755800962',
    },
  },
  equal: {
    'every order': {
      digest: 'e340272c',
      y: '0 0 1 1 1 0',
    },
    'broadcasts both sides': {
      digest: '54510aab',
      y: '0 0 0 0 0 0 1 1 0 0 0 0 0 0 1 0 0 1 0 0 0 0 0 1',
    },
    int32: {
      digest: '88cf743a',
      y: '1 1 0 0 0 1 1 0 0 0 0 0',
    },
    int64: {
      digest: 'f2836d8b',
      y: '0 0 0 0 0 0 0 0 1 0 1 0',
    },
    uint8: {
      digest: '795cf764',
      y: '0 0 0 0 0 0 0 0 0 0 0 0',
    },
    int8: {
      digest: '849d09d6',
      y: '1 1 0 0 0 1 0 0 0 0 0 1',
    },
    bool: {
      digest: 'fe3667de',
      y: '1 0 0 0 0 0 1 0',
    },
  },
  greater: {
    'every order': {
      digest: 'e340272c',
      y: '0 1 0 0 0 0',
    },
    'broadcasts both sides': {
      digest: 'be71ef7a',
      y: '0 0 0 1 1 1 1 1 1 1 1 1 0 0 0 1 1 1 0 1 1 0 1 1',
    },
    int32: {
      digest: 'a1b4732a',
      y: '0 1 1 1 1 0 0 0 0 1 1 1',
    },
    int64: {
      digest: '725c1ef9',
      y: '0 0 0 0 0 0 0 0 0 0 0 0',
    },
    uint8: {
      digest: 'a149dfd8',
      y: '1 0 1 1 1 1 1 0 1 1 1 0',
    },
    int8: {
      digest: 'd5b78cac',
      y: '0 1 1 0 1 0 1 0 1 0 1 0',
    },
  },
  greaterOrEqual: {
    'every order': {
      digest: 'e340272c',
      y: '0 1 1 1 1 0',
    },
    'broadcasts both sides': {
      digest: 'b584118f',
      y: '1 1 0 1 1 1 1 1 1 1 1 0 1 0 1 1 1 1 1 1 1 1 0 1',
    },
    int32: {
      digest: '125437be',
      y: '0 1 1 1 0 1 0 1 1 0 0 1',
    },
    int64: {
      digest: '61c2b9df',
      y: '1 1 1 1 1 0 0 1 0 1 1 0',
    },
    uint8: {
      digest: 'c0baba29',
      y: '0 1 0 1 1 0 1 1 0 1 0 1',
    },
    int8: {
      digest: 'dcf861ed',
      y: '1 0 1 0 1 1 0 0 1 0 1 1',
    },
  },
  less: {
    'every order': {
      digest: 'e340272c',
      y: '1 0 0 0 0 1',
    },
    'broadcasts both sides': {
      digest: '57dec60d',
      y: '0 0 0 0 0 0 1 1 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0',
    },
    int32: {
      digest: 'fefe9603',
      y: '0 1 1 0 0 0 0 1 0 0 1 0',
    },
    int64: {
      digest: '4daf63f7',
      y: '0 1 1 1 1 0 0 0 1 0 0 0',
    },
    uint8: {
      digest: 'cecd343c',
      y: '1 1 1 1 0 1 0 0 1 1 1 1',
    },
    int8: {
      digest: 'b2a399c6',
      y: '1 1 1 0 1 0 0 0 0 1 1 0',
    },
  },
  lessOrEqual: {
    'every order': {
      digest: 'e340272c',
      y: '1 0 1 1 1 1',
    },
    'broadcasts both sides': {
      digest: 'b2989031',
      y: '1 0 0 1 1 1 1 1 1 1 0 0 0 1 0 1 1 1 0 1 0 0 1 0',
    },
    int32: {
      digest: 'b10d3382',
      y: '1 1 1 1 1 0 1 1 1 1 1 1',
    },
    int64: {
      digest: 'a8cad9e1',
      y: '1 0 0 0 1 0 1 1 1 1 1 0',
    },
    uint8: {
      digest: 'c1c5d550',
      y: '1 0 0 1 1 0 1 1 0 0 0 0',
    },
    int8: {
      digest: '3a25da47',
      y: '1 1 1 1 1 1 0 1 1 0 1 1',
    },
  },
  not: {
    both: {
      digest: '112423c6',
      y: '1 0',
    },
  },
  or: {
    'all four': {
      digest: '12c77c21',
      y: '0 1 1 1',
    },
    'broadcasts both sides': {
      digest: '77d71d3a',
      y: '1 0 0 1 1 1 1 0 0 1 0 0 1 0 1 1 1 1 1 0 1 1 0 1',
    },
  },
  where: {
    'equal shapes': {
      digest: '41ed54c5',
      output: '-0.785975814 -0.951217055 0.454031229 0.835047722 0.776651382 -0.139031291',
      d_x: '-0.926161051 -0.533502221 0 0 0 0.311562538',
      d_y: '0 0 -0.652422547 -0.660959363 -0.568167686 0',
    },
    'all three broadcast': {
      digest: '8b95c0c5',
      output:
        '-0.913470984 -0.731657147 -0.742071629 -0.370358586 -0.913470984 -0.731657147 -0.742071629 -0.370358586 -0.913470984 -0.731657147 -0.742071629 -0.370358586 -0.913470984 -0.731657147 -0.742071629 -0.370358586 -0.913470984 -0.731657147 -0.742071629 -0.370358586 -0.913470984 -0.731657147 -0.742071629 -0.370358586',
      d_x: '0 0 0',
      d_y: '1.46280551 -2.92401803 -1.16197681 0.159026146',
    },
    'a scalar branch': {
      digest: 'd1dbc15c',
      output: '-0.481297851 0.772243023 0.771020174 -0.481297851 -0.481297851 -0.481297851',
      d_x: '0 0.624100327 -0.922507882 0 0 0',
      d_y: '0.578617454',
    },
    int32: {
      digest: '9eabe6ed',
      output: '-4 -4 -7 -6 5 6',
    },
    int64: {
      digest: 'a24238e1',
      output: '3 4 6 -9 4 6',
    },
    uint8: {
      digest: 'b354d16a',
      output: '127 3 217 6 3 217',
    },
    int8: {
      digest: 'ee9adf3a',
      output: '97 50 25 18 12 -110',
    },
    bool: {
      digest: '0063095e',
      output: '1 1 1 0 1 0',
    },
  },
  xor: {
    'all four': {
      digest: '12c77c21',
      y: '0 1 1 0',
    },
    'broadcasts both sides': {
      digest: 'ce0facd4',
      y: '1 1 1 1 1 1 1 1 1 1 1 1 0 0 1 0 0 1 0 0 1 0 0 1',
    },
  },
};
