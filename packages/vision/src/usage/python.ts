/** The program in Python. */
import type { Preprocessing } from '../preprocessing.ts';
import { meaningOf, outputOf, type UsedModel } from './used-model.ts';

export function pythonProgram(used: UsedModel): string {
  const { model, preprocessing } = used;
  const answers = answersOf(used);
  return `"""Says what is on pictures, with plain ONNX Runtime.

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
${answers.constants}


def opened(path):
    """Turned as it was taken, over a plain background."""
    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
    behind = Image.new("RGBA", picture.size, (BACKGROUND, BACKGROUND, BACKGROUND, 255))
    return Image.alpha_composite(behind, picture).convert("RGB")


def fitted(picture):
    """At the size of the network."""
${fits[preprocessing.resize](preprocessing)}


def predict(path):
    """${meaningOf(used)}."""
    pixels = np.asarray(fitted(opened(path)${preprocessing.channels === 1 ? '.convert("L")' : ''}))${preprocessing.channels === 1 ? '[..., None]' : ''}
    return session.run(["${outputOf(used)}"], {"pictures": pixels[None]})[0][0]


def answer(output):
    """The same in words."""
${answers.body}


if __name__ == "__main__":
    for path in sys.argv[1:]:
        print(f"{path}\\t{answer(predict(path))}")
`;
}

/** What the program knows of the model, and how it says what comes out. */
function answersOf(used: UsedModel): { readonly constants: string; readonly body: string } {
  if (!('labels' in used))
    return {
      constants: 'low, high = json.loads(about["graft.value"])["range"]  # what it has learnt: the rest is a guess',
      body: '    return f"{output[0]:.4f}"',
    };
  const labels = 'labels = json.loads(about["labels"])';
  if (used.several)
    return {
      constants: `${labels}
thresholds = json.loads(about["graft.several"])["thresholds"]  # from which probability each label is told`,
      body: `    told = [(p, label) for p, label, least in zip(output, labels, thresholds) if p >= least]
    return ", ".join(f"{label} {p:.4f}" for p, label in sorted(told, reverse=True)) or "no label"`,
    };
  return {
    constants: `${labels}
threshold = json.loads(about.get("graft.unsure", "{}")).get("threshold", 0)`,
    body: `    best = int(output.argmax())
    unsure = " (unsure)" if output[best] < threshold else ""
    return f"{labels[best]}\\t{output[best]:.4f}{unsure}"`,
  };
}

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
