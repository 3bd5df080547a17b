"""Class activation maps of a real MobileNetV2 on photographs, by Pillow, onnxruntime and NumPy.

Run in this folder: python explain-mobilenet.py MODELS   (MODELS: the folder of pretrained models; onnx, onnxruntime, Pillow)
Writes explain-mobilenet.json, for tests/explain: of each photograph the most probable class and its map.
"""
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from PIL import Image

models = Path(sys.argv[1])
model = onnx.load(models / "mobilenet-v2/mobilenet_v2_1.0_224.onnx")
model.graph.output.append(onnx.helper.make_tensor_value_info("conv52_relu6", 1, None))
session = onnxruntime.InferenceSession(model.SerializeToString())
weights = {t.name: onnx.numpy_helper.to_array(t) for t in model.graph.initializer}
classifier = next(n for n in model.graph.node if n.name == "classifier")
w = weights[classifier.input[1]][:, :, 0, 0]


def crop(picture):
    """torchvision's Resize(256) and CenterCrop(224)."""
    width, height = picture.size
    short = min(width, height)
    size = (256 * width // short, 256 * height // short)
    picture = picture.resize(size, Image.BILINEAR)
    left, top = round((size[0] - 224) / 2), round((size[1] - 224) / 2)
    return picture.crop((left, top, left + 224, top + 224))


found = {}
for path in sorted((models / "check-images").glob("*.jpg")):
    pixels = np.asarray(crop(Image.open(path).convert("RGB")), "float32") / 127.5 - 1
    scores, features = session.run(["logits", "conv52_relu6"], {session.get_inputs()[0].name: pixels.transpose(2, 0, 1)[None]})
    best = int(scores[0].argmax())
    cam = np.einsum("k,khw->hw", w[best], features[0])
    found[path.name] = {"index": best, "map": [float(f"{v:.6g}") for v in cam.flatten()]}
with open("explain-mobilenet.json", "w") as file:
    json.dump(found, file, separators=(",", ":"))
    file.write("\n")
