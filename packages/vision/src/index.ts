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
export {
  type Classifier,
  type ClassifierDescription,
  openClassifier,
  type SaveOptions,
  type SeveralLabels,
  saveClassifier,
  withLabels,
  withUnsure,
} from './classifier.ts';
export { asBytes, logitsOf, pictureClassifier, pictureModel } from './classifier-model.ts';
export { type Classified, type ClassifyOptions, classify } from './classifier-run.ts';
export { type Clusters, clusters, sameKey } from './collection/clusters.ts';
export {
  type BrokenPicture,
  type Collection,
  type CollectionParts,
  collectionOf,
  collectionOfFiles,
  labelIndices,
  type NamedFile,
  type Picture,
  type PictureFacts,
} from './collection/collection.ts';
export {
  type ClassCount,
  type CollectionDescription,
  type CollectionFacts,
  type Copies,
  type DescribeOptions,
  describeCollection,
} from './collection/describe.ts';
export { type Duplicates, findDuplicates } from './collection/duplicates.ts';
export { type Decode, type ExamineOptions, examine, fitted, pictureFacts } from './collection/examine.ts';
export { type GroupedSplit, groupedIndices } from './collection/grouped-split.ts';
export {
  type BurstOptions,
  type Cluster,
  clustersByName,
  clustersByTime,
  proposeBursts,
  withGroups,
} from './collection/groups.ts';
export {
  type Manifest,
  type ManifestFormat,
  type ManifestRow,
  manifestFormat,
  parseManifest,
} from './collection/manifest.ts';
export { nearPairs } from './collection/near-hashes.ts';
export { hashDistance, perceptualHash } from './collection/perceptual-hash.ts';
export { type SplitOptions, splitCollection } from './collection/split-collection.ts';
export { mapConcurrent } from './concurrent.ts';
export { type ImageData, type ImageDataset, imageDataset, imageSubset } from './dataset.ts';
export { decodePicture } from './decode.ts';
export { digestOf, sha256 } from './digest.ts';
export { exifTime } from './exif.ts';
export { classifierFeatures, featuresAndScores } from './explain/classifier-features.ts';
export { classIndex, type ExplainOptions, type Explanation, explain } from './explain/explain.ts';
export type { Explainable, LookOptions, Method } from './explain/explained-model.ts';
export { createExplainer, type Explainer, type ExplainerOptions } from './explain/explainer.ts';
export type { ExtraOutput } from './explain/extra-outputs.ts';
export { type FeatureMapOptions, featureMapSvg, type MapPoint } from './explain/feature-map.ts';
export { type Box, enlarged, type HeatMap, hotRegion, normalized } from './explain/heat-map.ts';
export { atMost, heatColour, type OverlayOptions, overlay, toRgba } from './explain/overlay.ts';
export { explanationPage, type PageEntry, type PageOptions, type Shown } from './explain/page.ts';
export {
  type TsneMap,
  type TsneOptions,
  type TsneStep,
  type TsneStepsOptions,
  tsne,
  tsneSteps,
} from './explain/t-sne.ts';
export { hotBox, type Size } from './explain/view.ts';
export {
  type ExtractFeaturesOptions,
  extractFeatures,
  type FeatureProgress,
  featureKey,
} from './features/extract-features.ts';
export {
  type FeatureCache,
  type FeatureCacheOptions,
  type FeatureType,
  featureCache,
} from './features/feature-cache.ts';
export { type FeatureSet, type FeatureSetParts, featureSet, featureSubset } from './features/feature-set.ts';
export {
  type FeatureSets,
  type FeatureSetsOptions,
  featureSets,
} from './features/feature-sets.ts';
export { type Nearest, nearestAmong } from './features/nearest.ts';
export { isNpy, type NpyArray, parseNpy } from './features/npy.ts';
export { readNpz } from './features/npz.ts';
export { featuresBySplit, type PictureFeatures } from './features/picture-features.ts';
export { arraysOfSafetensors, type FeatureFormat, writeFeatures } from './features/save-features.ts';
export { type WriteArraysOptions, writeNpy, writeNpz } from './features/write-npy.ts';
export { type FileFacts, fileFacts } from './file-facts.ts';
export { type Idx, isIdx, parseIdx } from './idx.ts';
export { type InTurnsOptions, inTurns, rest } from './in-turns.ts';
export {
  isHidden,
  isPictureData,
  namesPicture,
  type Place,
  placeOf,
  type Split,
  sortClassNames,
  splitOf,
  unreadable,
} from './layout.ts';
export {
  type CreateClassifierOptions,
  createClassifier,
  type LiveClassifier,
  type Prediction,
} from './live/create-classifier.ts';
export type { LiveExample } from './live/examples.ts';
export type { LiveProgress, LiveTrainOptions } from './live/fit-head.ts';
export { guessAll, type PictureGuess } from './live/guess-all.ts';
export type { LiveHead } from './live/head-file.ts';
export type { ByteSource, PictureSource, RgbaPixels } from './live/picture-source.ts';
export { type Backbone, type BackboneOptions, backboneFrom, type ToldBy } from './models/backbone.ts';
export { type Guess, type GuessOptions, guessPreprocessing } from './models/guess.ts';
export { type ImageInput, imageInputOf, imageModel } from './models/image-model.ts';
export { imageNetLabels } from './models/imagenet-labels.ts';
export {
  defaultBackbone,
  type KnownModel,
  knownModel,
  knownModels,
  type ModelSource,
  modelOfChecksum,
} from './models/known.ts';
export { type ModelReference, parseModelReference } from './models/reference.ts';
export { type LabelledBy, type StockClassifier, stockClassifier } from './models/stock-classifier.ts';
export {
  type Colours,
  type PictureFormat,
  type UsualPreprocessing,
  usualNames,
  usualPreprocessing,
  usualPreprocessings,
} from './models/usual.ts';
export { storedExtent } from './picture-header.ts';
export { checkExtent } from './picture-limits.ts';
export type { PictureToRun } from './picture-run.ts';
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
export { type QuantizeOptions, quantize } from './quantize/quantize.ts';
export {
  type QuantizedTransfer,
  type QuantizeTransferOptions,
  quantizeTransfer,
} from './quantize/quantize-transfer.ts';
export { fitPicture } from './resize.ts';
export {
  type Chance,
  chanceOf as sampleChance,
  type SampleClass,
  type SampleShape,
  sampleClasses,
  sampleShapes,
} from './sample-picture.ts';
export { stratifiedIndices, stratifiedSplit } from './split.ts';
export type { TargetOptions, TargetTransfer } from './targets/features-by-part.ts';
export {
  type Interval,
  type JudgeLabelsOptions,
  judgeLabels,
  type LabelEvaluation,
  type LabelFigure,
  type LabelsEvaluation,
  type LabelsMistake,
  type ToldLabel,
} from './targets/judge-labels.ts';
export {
  type JudgedPictures,
  type JudgePicturesOptions,
  judgeRegressor,
  judgeSeveral,
  partToJudge,
} from './targets/judge-pictures.ts';
export { judgeValues, type ValueMistake, type ValuesEvaluation } from './targets/judge-values.ts';
export { fitLogistics, type LabelledRows } from './targets/logistics.ts';
export {
  openRegressor,
  type Regressor,
  type RegressorDescription,
  saveRegressor,
  tellsValue,
  tellValues,
} from './targets/regressor.ts';
export { fitRidge, type Ridge } from './targets/ridge.ts';
export { type LabelsTransfer, transferLabels } from './targets/transfer-labels.ts';
export { transferValues, type ValuesTransfer } from './targets/transfer-values.ts';
export {
  type ClassEvaluation,
  type Evaluation,
  evaluationOf,
  type Judged,
  type JudgeOptions,
  judge,
  type LogitsOptions,
  labelledLogits,
  type Mistake,
} from './transfer/evaluation.ts';
export {
  type FineTuningOptions,
  type TransferCheckpoint,
  usualAugmentation,
} from './transfer/fine-tuning.ts';
export type { TrainingAnswer } from './transfer/frozen.ts';
export type { ConvHead, DenseHead, Head, LinearHead } from './transfer/heads.ts';
export { type JudgeClassifierOptions, judgeClassifier } from './transfer/judge-classifier.ts';
export {
  type LinearProbe,
  type LinearProbeOptions,
  linearProbe,
  standardizer,
} from './transfer/linear-probe.ts';
export { fitLogistic, fittingLogistic, type Logistic, type LogisticOptions } from './transfer/logistic.ts';
export { type MeasureCaseOptions, type MeasuredCase, measureCase } from './transfer/measure-case.ts';
export { type Paired, paired } from './transfer/paired.ts';
export type { Probe, ProbePoint } from './transfer/probe-points.ts';
export { type BestProbe, bestProbe } from './transfer/regularization.ts';
export { type HeadRun, type TrainHeadOptions, trainHead } from './transfer/train-head.ts';
export {
  type Strategy,
  type Transfer,
  type TransferOptions,
  type TransferProgress,
  transfer,
} from './transfer/transfer.ts';
export { calibrate, fewestToCalibrate, type Trust, type TrustSource, type Unsure } from './trust/calibrate.ts';
export {
  chanceOf,
  type Doubt,
  type DoubtedFigures,
  doubtOf,
  type Leaning,
  leaningOf,
  roundShare,
} from './trust/doubt.ts';
export { type LabelledLogits, probabilitiesOf } from './trust/logits.ts';
export { type OutOfFold, type OutOfFoldOptions, outOfFold } from './trust/out-of-fold.ts';
export { type Reliability, type ReliabilityBin, reliability } from './trust/reliability.ts';
export { judgeStrangers, type Strangers } from './trust/strangers.ts';
export { fitTemperature, type TemperatureFit } from './trust/temperature.ts';
export { type Confidences, type Coverage, coverageAt, coverageCurve, unsureThreshold } from './trust/unsure.ts';
export { wilsonInterval } from './trust/wilson.ts';
export { calibrationWords, inWords, tooFew } from './trust/words.ts';
export { type UsageFile, usageFiles } from './usage/usage-files.ts';
export type { Usable, UsedModel } from './usage/used-model.ts';
export { type Drawable, drawnPixels } from './web/draw.ts';
export { indexedDbStorage } from './web/indexed-db-storage.ts';
