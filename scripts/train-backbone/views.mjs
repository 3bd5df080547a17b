/** A view: a part of a picture, perhaps mirrored, which teacher and student see alike, each at its own size. */
import { augmentation, drawTransform, fitPicture, preprocess, preprocessing } from '@graftml/vision';

const options = augmentation({ horizontalFlip: true, randomResizedCrop: { scale: [0.25, 1], ratio: [3 / 4, 4 / 3] } });

/** What both networks take: RGB from -1 to 1, stretched to a square. */
export const seenAt = (size) =>
  preprocessing({ width: size, height: size, scale: 1 / 127.5, mean: [1, 1, 1], std: [1, 1, 1] });

/** The same for the same seed, view and picture: `{ left, top, width, height, mirrored }`. */
export function drawView(picture, { seed, view, index }) {
  const { crop, flipHorizontal } = drawTransform(options, picture, { seed, purpose: `view ${view}`, step: index });
  return { ...crop, mirrored: flipHorizontal };
}

/** The middle square: how pictures are judged. */
export function middle({ width, height }) {
  const side = Math.min(width, height);
  return { left: (width - side) >> 1, top: (height - side) >> 1, width: side, height: side, mirrored: false };
}

/** What is seen, cut out of the picture. */
function cutOut({ width: whole, data: from }, { left, top, width, height, mirrored }) {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * whole + left) * 3;
    const row = from.subarray(start, start + width * 3);
    if (!mirrored) data.set(row, y * width * 3);
    else for (let x = 0; x < width; x++) data.set(row.subarray(x * 3, x * 3 + 3), (y * width + width - 1 - x) * 3);
  }
  return { width, height, channels: 3, data };
}

/** float32 `[3, size, size]` of a view of a picture. */
export function look(picture, view, description) {
  const { width, height } = description;
  const { data } = fitPicture(cutOut(picture, view), description);
  return { dtype: 'float32', shape: [3, height, width], data: preprocess(data, description) };
}
