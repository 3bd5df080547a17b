"""Writes mobilenet.json: features of photographs by plain ONNX Runtime, on pixels that Pillow decoded and resized.

python mobilenet.py   (onnx, onnxruntime, NumPy, Pillow; data and models beside the repository)
"""

import base64
import io
import json
import tarfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from PIL import Image, ImageOps

here = Path(__file__).resolve().parent
shared = here.parents[3] / "shared"
side, fraction = 128, 0.875

model = onnx.load(shared / "models/mobilenet-v1-0.25/mobilenet_v1_0.25_128.onnx")
model.graph.output.append(onnx.helper.make_tensor_value_info("features", onnx.TensorProto.FLOAT, ["N", 256, 1, 1]))
session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


def prepared(content):
    """The shorter side to round(128 / 0.875), the middle of it, x / 127.5 - 1 in float32, channels first."""
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB")
    frame = round(side / fraction)
    w, h = picture.size
    size = (frame, max(1, frame * h // w)) if w < h else (max(1, frame * w // h), frame)
    picture = picture.resize(size, Image.BILINEAR)
    left, top = (round((n - side) / 2) for n in size)
    pixels = np.asarray(picture.crop((left, top, left + side, top + side)), np.float32)
    return (pixels * np.float32(1 / 127.5) - np.float32(1)).transpose(2, 0, 1)


features = {}
with tarfile.open(shared / "data/flowers/flowers.tar") as archive:
    files = {m.name: archive.extractfile(m).read() for m in archive.getmembers() if m.name.endswith(".jpg")}
    # Pillow does not apply a colour profile.
    plain = [name for name, content in files.items() if "icc_profile" not in Image.open(io.BytesIO(content)).info]
    for name in plain[::20]:
        x = prepared(files[name])
        (output,) = session.run(["features"], {session.get_inputs()[0].name: x[None]})
        features[name] = base64.b64encode(output.astype("<f4").tobytes()).decode()
(here / "mobilenet.json").write_text(json.dumps({"shape": list(output.shape[1:]), "features": features}, indent=1) + "\n")
