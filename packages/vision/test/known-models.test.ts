/** The table of known models, and what names of models mean. */
import { knownModel, knownModels, modelOfChecksum, parseModelReference } from '@graftml/vision';
import { describe, expect, it } from 'vitest';

describe('known models', () => {
  it('have names of their own, and checksums that tell them apart', () => {
    const names = knownModels.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const sums = knownModels.flatMap(({ sha256 }) => sha256 ?? []);
    expect(new Set(sums).size).toBe(sums.length);
    for (const sum of sums) expect(sum).toMatch(/^[0-9a-f]{64}$/);
    for (const model of knownModels) if (model.sha256) expect(modelOfChecksum(model.sha256)).toBe(model);
  });

  it('are found however their names are written', () => {
    for (const name of ['resnet-18', 'ResNet18', 'resnet_18']) expect(knownModel(name)?.name).toBe('resnet-18');
    expect(knownModel('mobilenetv2')?.name).toBe('mobilenet-v2');
    expect(knownModel('resnet')).toBeUndefined();
  });

  it('are kept where the hub lets them be fetched from', () => {
    for (const { source } of knownModels)
      if (source.kind === 'hub')
        expect(parseModelReference(`${source.repository}/${source.path}@${source.revision}`)).toEqual(source);
  });
});

describe('parseModelReference', () => {
  const none = () => false;
  it.each([
    ['resnet-18', { kind: 'known' }],
    ['Xenova/resnet-18', { kind: 'hub', repository: 'Xenova/resnet-18', revision: 'main' }],
    [
      'Xenova/resnet-18/onnx/model.onnx@refs/pr/1',
      { kind: 'hub', repository: 'Xenova/resnet-18', path: 'onnx/model.onnx', revision: 'refs/pr/1' },
    ],
    [
      'https://huggingface.co/a/b/blob/main/onnx/model.onnx?download=true',
      { kind: 'hub', repository: 'a/b', path: 'onnx/model.onnx', revision: 'main' },
    ],
    ['https://huggingface.co/a/b', { kind: 'hub', repository: 'a/b', revision: 'main' }],
    ['https://host/x.onnx?y=1', { kind: 'url', url: 'https://host/x.onnx?y=1' }],
    ['./a/b.onnx', { kind: 'file', path: './a/b.onnx' }],
    ['/a/b.onnx', { kind: 'file', path: '/a/b.onnx' }],
    ['b.onnx', { kind: 'file', path: 'b.onnx' }],
    ['C:\\models\\b.onnx', { kind: 'file', path: 'C:\\models\\b.onnx' }],
  ])('%s', (text, meaning) => {
    expect(parseModelReference(text, none)).toMatchObject(meaning);
  });

  it('takes a file that is there for a file', () => {
    expect(parseModelReference('models/small.onnx', () => true)).toEqual({ kind: 'file', path: 'models/small.onnx' });
    expect(parseModelReference('models/small.onnx', none)).toMatchObject({ kind: 'hub' });
  });

  it.each(['resnet-19', 'a/../b', 'a/b@../../x', 'ftp://host/x', ''])('refuses %j', (text) => {
    expect(() => parseModelReference(text, none)).toThrow(/there is no model .*resnet-18/);
  });
});
