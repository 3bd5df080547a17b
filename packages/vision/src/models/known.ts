/** Pretrained models that people know by name: where they are kept, and what has to be known to use them. */
import { type Preprocessing, preprocessing } from '../preprocessing.ts';
import { usualPreprocessing } from './usual.ts';

/** A pretrained network that goes by a name. */
export interface KnownModel {
  readonly name: string;
  /** For people. */
  readonly what: string;
  readonly source: ModelSource;
  /** Bytes: as shown where it is kept, rounded, or four for each of its parameters. */
  readonly size: number;
  /**
   * SHA-256 as published, to recognise a file whatever its name. It stands here on others' word, so a download is judged by what the hub
   * says of it when it is fetched.
   */
  readonly sha256?: string;
  readonly preprocessing: Preprocessing;
  /** Where to cut it for a new head, as `cut` takes it; the last list of features before its classifier unless given. */
  readonly cut?: string;
  /** Share of ImageNet's validation pictures whose class it names first, and who says so. */
  readonly top1?: { readonly accuracy: number; readonly by: string };
  /** As stated where it is kept, or where what is kept there comes from. */
  readonly licence: string;
}

/** Where the file of a known model is kept. */
export type ModelSource =
  | { readonly kind: 'hub'; readonly repository: string; readonly path: string; readonly revision: string }
  /** A file of this package. */
  | { readonly kind: 'package'; readonly file: string };

const middle224 = { width: 224, height: 224, channels: 3 } as const;
const imageNet = usualPreprocessing('imagenet', middle224);
const symmetric = usualPreprocessing('symmetric', middle224);

const hub = (repository: string, path: string, revision = 'main'): ModelSource => ({
  kind: 'hub',
  repository,
  path,
  revision,
});
const zoo = 'ONNX model zoo';

/** What is taken where none is named: it needs no network. */
export const defaultBackbone = 'graft-backbone';

/** The one of this package, then others, by family. */
export const knownModels: readonly KnownModel[] = [
  {
    name: defaultBackbone,
    what: 'MobileNetV2 0.75 without its classifier, in the package',
    source: { kind: 'package', file: 'graft-backbone.onnx' },
    size: 2_900_000,
    preprocessing: preprocessing({
      width: 128,
      height: 128,
      resize: 'crop',
      scale: 1 / 127.5,
      mean: [1, 1, 1],
    }),
    licence: 'MIT',
  },
  {
    name: 'mobilenet-v1',
    what: 'MobileNetV1 1.0',
    source: hub('onnx-community/mobilenet_v1_1.0_224', 'onnx/model.onnx'),
    size: 17_000_000,
    preprocessing: symmetric,
    licence: 'other',
  },
  {
    name: 'mobilenet-v2',
    what: 'MobileNetV2 1.0',
    source: hub('onnxmodelzoo/mobilenetv2-12', 'mobilenetv2-12.onnx'),
    size: 14_000_000,
    sha256: 'c0c3f76d93fa3fd6580652a45618618a220fced18babf65774ed169de0432ad5',
    preprocessing: imageNet,
    licence: 'Apache-2.0',
  },
  {
    name: 'mobilenet-v3-small',
    what: 'MobileNetV3 small',
    source: hub('onnxmodelzoo/mobilenet_v3_small_Opset17', 'mobilenet_v3_small_Opset17.onnx'),
    size: 10_200_000,
    sha256: '9152343d120cf7b03b6b775a5fccd53813cc21891e376060a8edd2dfc0c35193',
    preprocessing: imageNet,
    top1: { accuracy: 0.67668, by: 'torchvision' },
    licence: 'Apache-2.0',
  },
  {
    name: 'squeezenet-1.1',
    what: 'SqueezeNet 1.1',
    source: hub('onnxmodelzoo/squeezenet1.1-7', 'squeezenet1.1-7.onnx'),
    size: 4_956_208,
    sha256: '1eeff551a67ae8d565ca33b572fc4b66e3ef357b0eb2863bb9ff47a918cc4088',
    preprocessing: imageNet,
    cut: 'squeezenet0_concat7',
    top1: { accuracy: 0.5634, by: zoo },
    licence: 'Apache-2.0',
  },
  {
    name: 'efficientnet-b0',
    what: 'EfficientNet-B0',
    source: hub('onnxmodelzoo/efficientnet_b0_Opset17', 'efficientnet_b0_Opset17.onnx'),
    size: 21_000_000,
    sha256: 'e76596a2b9e27c7c734c38550859105b43fec926f13447a84dad175eb994068a',
    // The accuracy is of pictures that were resized bicubically.
    preprocessing: imageNet,
    top1: { accuracy: 0.77692, by: 'torchvision' },
    licence: 'Apache-2.0',
  },
  {
    name: 'resnet-18',
    what: 'ResNet-18, v1',
    source: hub('onnxmodelzoo/resnet18-v1-7', 'resnet18-v1-7.onnx'),
    size: 46_800_000,
    sha256: '4e8f8653e7a2222b3904cc3fe8e304cd8b339ce1d05fd24688162f86fb6df52c',
    preprocessing: imageNet,
    top1: { accuracy: 0.6993, by: zoo },
    licence: 'Apache-2.0',
  },
  {
    name: 'resnet-50',
    what: 'ResNet-50, v1',
    source: hub('onnxmodelzoo/resnet50-v1-12', 'resnet50-v1-12.onnx'),
    size: 102_576_593,
    sha256: '3f03fdef724b22947eed826f1eef1dc5c34151bb4c37d634f1db89dfa2dd1526',
    preprocessing: imageNet,
    top1: { accuracy: 0.7497, by: zoo },
    licence: 'Apache-2.0',
  },
  {
    name: 'vgg16',
    what: 'VGG16',
    source: hub('onnxmodelzoo/legacy_models', 'validated/vision/classification/vgg/model/vgg16-12.onnx'),
    size: 553_000_000,
    preprocessing: imageNet,
    top1: { accuracy: 0.7262, by: zoo },
    licence: 'Apache-2.0',
  },
];

/** The model of that name, however it is written: `'resnet-18'`, `'ResNet18'`; undefined if there is none. */
export const knownModel = (name: string): KnownModel | undefined =>
  knownModels.find((model) => plain(model.name) === plain(name));

const plain = (name: string): string => name.toLowerCase().replace(/[-_.]/g, '');

/** The model whose published checksum this is. */
export const modelOfChecksum = (sha256: string): KnownModel | undefined =>
  knownModels.find((model) => model.sha256 === sha256);
