/** Attributes of a file, and how they are written. */
import {
  type AttributeSpec,
  type AttributeValue,
  absent,
  type DType,
  type Tensor,
  UnsupportedError,
} from '@graftml/core';
import { type attributeProto, attributeTypes, dataTypes } from './schema.ts';
import { draftTensor, readDType, readTensor } from './tensor.ts';
import { type Source, saturated } from './wire/decode.ts';
import type { Draft, Message } from './wire/fields.ts';

/** None, where the attribute's value is said by leaving it out. */
export function draftAttribute(
  name: string,
  { kind, fallback }: AttributeSpec,
  value: AttributeValue,
): readonly Draft<typeof attributeProto>[] {
  const draft = ((): Draft<typeof attributeProto> => {
    switch (kind) {
      case 'int':
        return { i: value as number, type: attributeTypes.int };
      case 'dtype':
        return { i: dataTypes[value as DType], type: attributeTypes.int };
      case 'float':
        return { f: value as number, type: attributeTypes.float };
      case 'string':
        return { s: value as string, type: attributeTypes.string };
      case 'ints':
        return { ints: value as readonly number[], type: attributeTypes.ints };
      case 'floats':
        return { floats: value as readonly number[], type: attributeTypes.floats };
      case 'strings':
        return { strings: value as readonly string[], type: attributeTypes.strings };
      case 'tensor':
        return { t: draftTensor(value as Tensor), type: attributeTypes.tensor };
    }
  })();
  const isEmpty = Array.isArray(value) && value.length === 0 && Array.isArray(fallback) && fallback.length === 0;
  return isEmpty || (fallback === absent && value === absent) ? [] : [{ name, ...draft }];
}

/** An attribute as it stands in a file: what kind it says it is, and its value. */
export interface RawAttribute {
  readonly kind: keyof typeof attributeTypes;
  readonly value: AttributeValue;
}

const kindOf = new Map(
  Object.entries(attributeTypes).map(([kind, type]) => [type as number, kind as RawAttribute['kind']]),
);

export function readAttribute(proto: Message<typeof attributeProto>, source: Source, where: string): RawAttribute {
  const { name = '', f, i, s, t } = proto;
  // The first ONNX files did not say the type.
  const type = proto.type ?? (f !== undefined ? 1 : i !== undefined ? 2 : s !== undefined ? 3 : t ? 4 : 7);
  const kind = kindOf.get(type);
  if (kind === undefined || proto.ref_attr_name)
    throw new UnsupportedError(`the attribute '${name}' is of a type that is not read`, {
      where,
      received: `type ${type}`,
    });
  switch (kind) {
    case 'int':
      return { kind, value: i ?? 0 };
    case 'float':
      return { kind, value: shortest(f ?? 0) };
    case 'string':
      return { kind, value: s ?? '' };
    case 'ints':
      return { kind, value: Array.from(proto.ints, saturated) };
    case 'floats':
      return { kind, value: Array.from(proto.floats, shortest) };
    case 'strings':
      return { kind, value: proto.strings };
    case 'tensor':
      if (!t) throw new UnsupportedError(`the attribute '${name}' has no value`, { where });
      return { kind, value: readTensor(t, source, `${where}.${name}`) };
  }
}

/** A raw attribute as what the op table says it is. */
export function toAttribute(
  name: string,
  { kind: wanted }: AttributeSpec,
  raw: RawAttribute,
  where: string,
): AttributeValue {
  if (raw.kind !== (wanted === 'dtype' ? 'int' : wanted))
    throw new UnsupportedError(`the attribute '${name}' has the wrong type`, {
      where,
      expected: wanted,
      received: raw.kind,
    });
  return wanted === 'dtype' ? readDType(raw.value as number, where) : raw.value;
}

/** How much of a value errors show. */
const longestShown = 60;

/** An attribute's value in a few words, for errors. */
export function shown(value: AttributeValue): string {
  if (typeof value === 'object' && 'dtype' in value) return `a tensor of ${value.dtype} [${value.shape}]`;
  const start = typeof value === 'object' ? value.slice(0, longestShown) : value;
  const text = JSON.stringify(typeof start === 'string' ? start.slice(0, longestShown) : start);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

/** The shortest decimal that is this float32: what somebody wrote, 0.01 and not 0.009999999776482582. */
function shortest(x: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(x.toPrecision(digits));
    if (Math.fround(candidate) === x) return candidate;
  }
  return x;
}
