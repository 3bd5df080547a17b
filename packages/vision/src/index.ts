/** The parts that run anywhere; what reads files is in `@graftml/vision/node`. */
export { type Affine, type FillMode, fillModes } from './augment/affine.ts';
export { type AugmentedImages, augment } from './augment/augment.ts';
export type { ColorJitterOptions } from './augment/color.ts';
export type { CropOptions } from './augment/crop.ts';
export {
  type AugmentedElsewhere,
  type AugmentJobs,
  type AugmentPort,
  type AugmentReply,
  type AugmentSetup,
  augmentAnswers,
  augmentElsewhere,
} from './augment/elsewhere.ts';
export { mixup } from './augment/mixup.ts';
export { type Augmentation, type AugmentOptions, augmentation, type Range } from './augment/options.ts';
export { contactSheet, type SheetOptions } from './augment/sheet.ts';
export { type AugmentationPlan, augmentationWords, parseAugmentation } from './augment/spec.ts';
export { applyTransform, drawTransform, type Transform } from './augment/transform.ts';
export { type Classifier, type ClassifierDescription, openClassifier, saveClassifier } from './classifier.ts';
export { asBytes, logitsOf, pictureClassifier } from './classifier-model.ts';
export { type Classified, type ClassifyOptions, classify, type PictureToClassify } from './classifier-run.ts';
export { type ImageData, type ImageDataset, imageDataset, imageSubset } from './dataset.ts';
export { digestOf } from './digest.ts';
export { type Idx, isIdx, parseIdx } from './idx.ts';
export {
  isHidden,
  isPictureData,
  namesPicture,
  type Place,
  placeOf,
  type Split,
  sortClassNames,
  splitOf,
} from './layout.ts';
export { type Backbone, type BackboneOptions, backboneFrom, type ToldBy } from './models/backbone.ts';
export { type Guess, type GuessOptions, guessPreprocessing } from './models/guess.ts';
export { type ImageInput, imageInputOf, imageModel } from './models/image-model.ts';
export {
  defaultBackbone,
  type KnownModel,
  knownModel,
  knownModels,
  type ModelSource,
  modelOfChecksum,
} from './models/known.ts';
export { type ModelReference, parseModelReference } from './models/reference.ts';
export {
  type Colours,
  type PictureFormat,
  type UsualPreprocessing,
  usualNames,
  usualPreprocessing,
  usualPreprocessings,
} from './models/usual.ts';
export { type Pixels, type Placement, placement, withChannels } from './pixels.ts';
export {
  type Preprocessing,
  type PreprocessingOptions,
  type Preprocessor,
  parsePreprocessing,
  preprocess,
  preprocessing,
  preprocessor,
  type ResizeMode,
} from './preprocessing.ts';
export { fitPicture } from './resize.ts';
export { type SampleClass, sampleClasses } from './sample-picture.ts';
export { stratifiedIndices, stratifiedSplit } from './split.ts';
