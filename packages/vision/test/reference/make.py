"""Writes reference.json: what Pillow, torchvision and PyTorch make of small pictures. Needs pillow, torch, torchvision, numpy."""
import base64, io, json, os
import numpy as np
import torch
from PIL import Image
from torchvision.transforms import functional as F

random = np.random.default_rng(1)


def smooth(height, width, channels=3):
    """A picture with edges, gradients and a little noise."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [128 + 100 * np.sin(x / (3 + c) + c) * np.cos(y / (4 + c)) + 20 * (x > width / 2) for c in range(channels)]
    picture = np.stack(planes, -1) + random.normal(0, 4, (height, width, channels))
    return picture.clip(0, 255).astype(np.uint8)


def encoded(image, **options):
    file = io.BytesIO()
    image.save(file, **options)
    return base64.b64encode(file.getvalue()).decode()


def raw(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


# Decoding at the picture's own size: JPEG with halved chroma, as CIFAR-10's copy has it, and a progressive one.
jpegs = []
for quality, subsampling, progressive in [(75, 2, False), (90, 0, True), (85, 1, False)]:
    file = encoded(Image.fromarray(smooth(32, 32)), format='JPEG', quality=quality, subsampling=subsampling, progressive=progressive)
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(file))).convert('RGB'))
    jpegs.append({'file': file, 'pixels': raw(pixels)})

colours = random.integers(0, 256, (64, 64, 3), dtype=np.uint8)
grey = {'rgb': raw(colours), 'grey': raw(np.asarray(Image.fromarray(colours).convert('L')))}

# Resize(shorter side) and CenterCrop, as placements: the resized size and the crop's corner. An index picture tells the corner.
crops = []
for width, height in [(500, 375), (375, 500), (333, 500), (640, 427), (1024, 683), (256, 256), (257, 300), (301, 256), (40, 900)]:
    for size, shorter in [(224, 256), (96, 96), (33, 40)]:
        resized = F.resize(torch.zeros(1, height, width), shorter, antialias=False).shape
        index = torch.arange(resized[1] * resized[2]).reshape(1, *resized[1:])
        corner = int(F.center_crop(index, [size, size])[0, 0, 0])
        crops.append({'from': [width, height], 'size': size, 'shorter': shorter, 'resized': [resized[2], resized[1]],
                      'corner': [corner % resized[2], corner // resized[2]]})

mean, std = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
picture = smooth(5, 7)
x = torch.tensor(picture).permute(2, 0, 1).float()
scale = torch.tensor(1 / 255, dtype=torch.float32)
normalised = (x * scale - torch.tensor(mean).view(3, 1, 1)) / torch.tensor(std).view(3, 1, 1)
normalise = {'pixels': raw(picture), 'mean': mean, 'std': std, 'shape': list(x.shape), 'result': raw(normalised.numpy())}

# Antialiased bilinear resizing.
resize = []
for (height, width), (to_height, to_width) in [((75, 100), (32, 32)), ((40, 30), (64, 48)), ((61, 97), (24, 60))]:
    source = smooth(height, width)
    result = Image.fromarray(source).resize((to_width, to_height), Image.Resampling.BILINEAR)
    resize.append({'from': [width, height], 'to': [to_width, to_height], 'pixels': raw(source), 'result': raw(np.asarray(result))})

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'reference.json'), 'w') as out:
    json.dump({'jpegs': jpegs, 'grey': grey, 'crops': crops, 'normalise': normalise, 'resize': resize}, out, indent=1)
    out.write('\n')
