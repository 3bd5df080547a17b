/** What needs Node: files, archives, sharp. The pure parts are in `@graftml/vision`. */

export type { BrokenPicture } from '../collection/collection.ts';
export { type AugmentWorkers, augmentInWorkers } from './augment-workers.ts';
export { type OpenCollectionOptions, openCollection } from './collection.ts';
export { decodePicture, encodePicture, readPicture } from './decode.ts';
export { type ExplainedPicture, type ExplainPicturesOptions, explainPictures } from './explain-pictures.ts';
export { type ExtractFeaturesOptions, extractFeatures } from './extract-features.ts';
export { readArrays, saveFeatures } from './features.ts';
export { folderStorage } from './folder-storage.ts';
export { cacheFolder } from './hub/cache.ts';
export type { DownloadProgress } from './hub/download.ts';
export { isPulled, type PulledModel, type PullOptions, pullModel, type Verified } from './hub/pull.ts';
export { type ImageSets, type OpenImagesOptions, openImages, type Progress } from './images.ts';
export { type OpenBackboneOptions, type OpenedBackbone, openBackbone } from './open-backbone.ts';
export { type OpenClassifierOptions, type OpenedClassifier, openClassifier } from './open-classifier.ts';
export { type OnnxFile, openOnnx } from './open-onnx.ts';
export { expandPaths } from './paths.ts';
export {
  decodePictures,
  type PictureFile,
  type ReadPicturesOptions,
  readPictures,
} from './pictures.ts';
export { type QuantizeTransferOptions, quantizeTransfer } from './quantize-transfer.ts';
export { type LookedAtOptions, lookedAt, type ThumbnailOptions, thumbnail, thumbnails, writeReport } from './report.ts';
export { drawSampleSet, type SampleSet, type SampleSetOptions } from './sample-set.ts';
export {
  type JudgePicturesOptions,
  judgeRegressor,
  judgeSeveral,
  type TargetOptions,
  type TransferOptions,
  transfer,
  transferLabels,
  transferValues,
} from './transfer.ts';
export { writeUsage } from './usage.ts';
export { checkWritable, createFile, type FileWriter, removeUnfinished, writeWhole } from './write-file.ts';
