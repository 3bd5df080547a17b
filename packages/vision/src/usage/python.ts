/** The program in Python. */
import type { Preprocessing } from '../preprocessing.ts';
import type { UsedClassifier } from './usage-files.ts';

export const pythonProgram = ({
  model,
  preprocessing,
}: UsedClassifier): string => `"""Says what is on pictures, with plain ONNX Runtime.

    pip install onnxruntime pillow numpy
    python predict.py photo.jpg another.png
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime as ort
from PIL import Image, ImageOps

MODEL = Path(__file__).parent / ${pythonText(model)}
WIDTH, HEIGHT = ${preprocessing.width}, ${preprocessing.height}
BACKGROUND = ${preprocessing.background}

session = ort.InferenceSession(str(MODEL), providers=["CPUExecutionProvider"])
about = session.get_modelmeta().custom_metadata_map
labels = json.loads(about["labels"])
threshold = json.loads(about.get("graft.unsure", "{}")).get("threshold", 0)


def opened(path):
    """Turned as it was taken, over a plain background."""
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
    behind = Image.new("RGBA", picture.size, (BACKGROUND, BACKGROUND, BACKGROUND, 255))
    return Image.alpha_composite(behind, picture).convert("RGB")


def fitted(picture):
    """At the size of the network."""
${fits[preprocessing.resize](preprocessing)}


def predict(path):
    """The probability of each label."""
    pixels = np.asarray(fitted(opened(path)${preprocessing.channels === 1 ? '.convert("L")' : ''}))${preprocessing.channels === 1 ? '[..., None]' : ''}
    return session.run(["probabilities"], {"pictures": pixels[None]})[0][0]


if __name__ == "__main__":
    for path in sys.argv[1:]:
        probabilities = predict(path)
        best = int(probabilities.argmax())
        unsure = " (unsure)" if probabilities[best] < threshold else ""
        print(f"{path}\\t{labels[best]}\\t{probabilities[best]:.4f}{unsure}")
`;

const fits: Readonly<Record<Preprocessing['resize'], (of: Preprocessing) => string>> = {
  stretch: () => '    return picture.resize((WIDTH, HEIGHT), Image.BILINEAR)',
  crop: ({ width, height, cropFraction }) => `    width, height = picture.size
    frame_width, frame_height = ${Math.round(width / cropFraction)}, ${Math.round(height / cropFraction)}
    if width * frame_height > height * frame_width:
        size = (max(1, frame_height * width // height), frame_height)
    else:
        size = (frame_width, max(1, frame_width * height // width))
    left, top = round((size[0] - WIDTH) / 2), round((size[1] - HEIGHT) / 2)
    return picture.resize(size, Image.BILINEAR).crop((left, top, left + WIDTH, top + HEIGHT))`,
  letterbox: () => `    width, height = picture.size
    if width * HEIGHT > height * WIDTH:
        size = (WIDTH, max(1, int(WIDTH * height / width + 0.5)))
    else:
        size = (max(1, int(HEIGHT * width / height + 0.5)), HEIGHT)
    framed = Image.new(picture.mode, (WIDTH, HEIGHT), (BACKGROUND,) * len(picture.getbands()))
    framed.paste(picture.resize(size, Image.BILINEAR), (round((WIDTH - size[0]) / 2), round((HEIGHT - size[1]) / 2)))
    return framed`,
};

/** JSON's text is Python's too. */
const pythonText = (text: string): string => JSON.stringify(text);
