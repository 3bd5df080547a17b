"""Reference values for augment.test.ts, in augment.json: small random pictures transformed with given parameters by Keras
(whose affine transformation is SciPy's, and whose brightness is Pillow's). Run in this folder.

Keras takes height for width when it looks for the centre of pictures that are not square; for those the matrix is put together
here, about the true centre, and SciPy applies it. For square ones both agree.
"""
import json
from functools import reduce

import numpy as np
from keras.src.legacy.preprocessing import image as keras_image
from PIL import Image, ImageEnhance
from scipy.ndimage import affine_transform

if not hasattr(keras_image.scipy.ndimage, "interpolation"):  # the name that Keras calls it by
    keras_image.scipy.ndimage.interpolation = keras_image.scipy.ndimage

rng = np.random.default_rng(7)
square = rng.integers(0, 256, (6, 6, 3)).astype("uint8")
oblong = rng.integers(0, 256, (4, 7, 1)).astype("uint8")


def about_the_centre(x, theta=0, tx=0, ty=0, shear=0, zx=1, zy=1, mode="nearest", cval=0):
    h, w = x.shape[:2]
    t, s = np.deg2rad(theta), np.deg2rad(shear)
    rotation = np.array([[np.cos(t), -np.sin(t), 0], [np.sin(t), np.cos(t), 0], [0, 0, 1]])
    shift = np.array([[1, 0, tx], [0, 1, ty], [0, 0, 1]])
    lean = np.array([[1, -np.sin(s), 0], [0, np.cos(s), 0], [0, 0, 1]])
    m = rotation @ shift @ lean @ np.diag([zx, zy, 1])
    cx, cy = (w - 1) / 2, (h - 1) / 2
    m = np.array([[1, 0, cx], [0, 1, cy], [0, 0, 1]]) @ m @ np.array([[1, 0, -cx], [0, 1, -cy], [0, 0, 1]])
    m = m[[1, 0, 2]][:, [1, 0, 2]]  # rows first
    planes = [affine_transform(x[..., c].astype("float64"), m[:2, :2], m[:2, 2], order=1, mode=mode, cval=cval) for c in range(x.shape[2])]
    return np.stack(planes, axis=2)


def by_keras(x, mode, cval, **parameters):
    return keras_image.apply_affine_transform(
        x.astype("float64"), row_axis=0, col_axis=1, channel_axis=2, fill_mode=mode, cval=cval, order=1, **parameters
    )


moves = [
    {"theta": 20},
    {"tx": 1.5, "ty": -0.75},
    {"tx": -9.3, "ty": 14.2},
    {"shear": 25},
    {"zx": 0.7, "zy": 1.6},
    {"theta": -130, "tx": 2.2, "ty": 0.6, "shear": -12, "zx": 1.9, "zy": 0.8},
]
affine = []
for mode in ("constant", "nearest", "reflect", "wrap"):
    for move in moves:
        for name, x in (("square", square), ("oblong", oblong)):
            values = about_the_centre(x, mode=mode, cval=77, **move)
            if name == "square":
                assert np.allclose(values, by_keras(x, mode, 77, **move), atol=1e-9), (mode, move)
            affine.append({"picture": name, "fillMode": mode, "move": move, "values": np.round(values, 4).ravel().tolist()})

asfloat = square.astype("float32")
low = np.clip(square, 60, 190).astype("uint8")
shifts = [
    {"intensity": i, "values": keras_image.apply_channel_shift(low.astype("float32"), i, 2).astype("float64").round(4).ravel().tolist()}
    for i in (-40.25, 12.75, 300)
]
brightness = [
    {"factor": f, "values": keras_image.apply_brightness_shift(asfloat, f, False).astype(int).ravel().tolist()}
    for f in (0, 0.3, 0.77, 1.1, 1.73)
]
# Colours and crops by Pillow, called as torchvision's transforms of Pillow's pictures call it.
colourful = rng.integers(0, 256, (9, 11, 3)).astype("uint8")
colourful[0, :6] = [[0, 0, 0], [255, 255, 255], [90, 90, 90], [255, 0, 0], [10, 200, 10], [0, 1, 255]]
grey = rng.integers(0, 256, (5, 6, 1)).astype("uint8")
image = Image.fromarray(colourful)


def turn_hue(image, part):
    h, s, v = image.convert("HSV").split()
    moved = (np.asarray(h).astype("int16") + int(part * 255)).astype("uint8")
    return Image.merge("HSV", (Image.fromarray(moved, "L"), s, v)).convert("RGB")


change = {
    "brightness": lambda i, f: ImageEnhance.Brightness(i).enhance(f), "contrast": lambda i, f: ImageEnhance.Contrast(i).enhance(f),
    "saturation": lambda i, f: ImageEnhance.Color(i).enhance(f), "hue": turn_hue,
}
colors = [
    {"changes": [{"kind": k, "amount": a} for k, a in steps], "values": np.asarray(reduce(lambda i, s: change[s[0]](i, s[1]), steps, image)).ravel().tolist()}
    for steps in (
        *([("brightness", f)] for f in (0.6, 1.4)), *([("contrast", f)] for f in (0, 0.35, 1.7)),
        *([("saturation", f)] for f in (0, 0.5, 1.9)), *([("hue", f)] for f in (-0.5, -0.13, 0.07, 0.5)),
        [("hue", 0.21), ("contrast", 1.3), ("saturation", 0.7), ("brightness", 1.2)],
    )
]
grey_contrast = np.asarray(change["contrast"](Image.fromarray(grey[..., 0]), 1.6)).ravel().tolist()
crops = [
    {"crop": {"left": l, "top": t, "width": w, "height": h},
     "values": np.asarray(image.crop((l, t, l + w, t + h)).resize((11, 9), Image.Resampling.BILINEAR)).ravel().tolist()}
    for l, t, w, h in ((0, 0, 11, 9), (2, 1, 5, 6), (10, 8, 1, 1), (0, 3, 11, 2))
]
picture = lambda x: {"width": x.shape[1], "height": x.shape[0], "channels": x.shape[2], "data": x.ravel().tolist()}
with open("augment.json", "w") as file:
    json.dump({"square": picture(square), "oblong": picture(oblong), "low": picture(low), "affine": affine, "shifts": shifts, "brightness": brightness, "colourful": picture(colourful), "grey": picture(grey), "colors": colors, "greyContrast": grey_contrast, "crops": crops}, file)
    file.write("\n")
