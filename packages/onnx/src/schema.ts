/** The messages of ONNX that Graft reads and writes: field numbers and enums of the specification (onnx.proto, IR 9). */
import type { DType } from '@graftml/core';
import { bytes, doubles, float, floats, int, ints, message, messages, schema, string, strings } from './wire/fields.ts';

export const stringEntryProto = schema('StringStringEntryProto', { key: string(1), value: string(2) });

export const operatorSetProto = schema('OperatorSetIdProto', { domain: string(1), version: int(2) });

/** External data, sparse and segmented tensors are read only to be refused by name. */
const presence = schema('message', {});

export const tensorProto = schema('TensorProto', {
  dims: ints(1),
  data_type: int(2),
  segment: message(3, presence),
  float_data: floats(4),
  int32_data: ints(5),
  int64_data: ints(7),
  name: string(8),
  raw_data: bytes(9),
  double_data: doubles(10),
  external_data: messages(13, stringEntryProto),
  data_location: int(14),
});

export const attributeProto = schema('AttributeProto', {
  name: string(1),
  f: float(2),
  i: int(3),
  s: string(4),
  t: message(5, tensorProto),
  /** A graph of its own (graphProto), read only where it is needed. */
  g: bytes(6),
  floats: floats(7),
  ints: ints(8),
  strings: strings(9),
  type: int(20),
  ref_attr_name: string(21),
});

export const nodeProto = schema('NodeProto', {
  input: strings(1),
  output: strings(2),
  name: string(3),
  op_type: string(4),
  attribute: messages(5, attributeProto),
  domain: string(7),
  overload: string(8),
});

const dimensionProto = schema('TensorShapeProto.Dimension', { dim_value: int(1), dim_param: string(2) });
const shapeProto = schema('TensorShapeProto', { dim: messages(1, dimensionProto) });
const tensorTypeProto = schema('TypeProto.Tensor', { elem_type: int(1), shape: message(2, shapeProto) });
const typeProto = schema('TypeProto', { tensor_type: message(1, tensorTypeProto) });

export const valueInfoProto = schema('ValueInfoProto', { name: string(1), type: message(2, typeProto) });

export const graphProto = schema('GraphProto', {
  node: messages(1, nodeProto),
  name: string(2),
  initializer: messages(5, tensorProto),
  input: messages(11, valueInfoProto),
  output: messages(12, valueInfoProto),
  value_info: messages(13, valueInfoProto),
  sparse_initializer: messages(15, presence),
});

export const functionProto = schema('FunctionProto', {
  name: string(1),
  input: strings(4),
  output: strings(5),
  attribute: strings(6),
  node: messages(7, nodeProto),
  opset_import: messages(9, operatorSetProto),
  domain: string(10),
  attribute_proto: messages(11, attributeProto),
  overload: string(13),
});

const header = {
  ir_version: int(1),
  producer_name: string(2),
  producer_version: string(3),
  opset_import: messages(8, operatorSetProto),
  metadata_props: messages(14, stringEntryProto),
};

export const modelProto = schema('ModelProto', {
  ...header,
  graph: message(7, graphProto),
  functions: messages(25, functionProto),
});

/** A model without its graph: what it says about itself, read without touching the weights. */
export const headerProto = schema('ModelProto', header);

/** TensorProto.DataType, as far as Graft has the dtype. */
export const dataTypes: Readonly<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float64: 11,
};

/** All of TensorProto.DataType in ONNX's words, for errors. */
export const dataTypeNames: readonly string[] = (
  'undefined float uint8 int8 uint16 int16 int32 int64 string bool float16 double uint32 uint64 complex64 complex128 ' +
  'bfloat16 float8e4m3fn float8e4m3fnuz float8e5m2 float8e5m2fnuz uint4 int4 float4e2m1 float8e8m0 uint2 int2 float6e2m3 ' +
  'float6e3m2'
).split(' ');

/** AttributeProto.AttributeType, as far as an op of the table has such an attribute. */
export const attributeTypes = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7, strings: 8 } as const;

/** The one other type that is written: an op's body. */
export const graphAttribute = 5;
