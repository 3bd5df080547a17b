"""Writes hashes.json: pHash by the formula of the package imagehash, with SciPy's transform and Pillow's resizing.
Needs numpy, scipy, pillow. The test data (../shared/data) is read where it is there; its part of the file stays otherwise."""
import base64, hashlib, io, json, os, tarfile
import numpy as np
import scipy.fftpack
from PIL import Image

here = os.path.dirname(os.path.abspath(__file__))
data = os.path.join(here, '../../../../../shared/data')
path = os.path.join(here, 'hashes.json')
random = np.random.default_rng(5)


def phash(image, hash_size=8, highfreq_factor=4):
    side = hash_size * highfreq_factor
    pixels = np.asarray(image.convert('L').resize((side, side), Image.Resampling.LANCZOS))
    dct = scipy.fftpack.dct(scipy.fftpack.dct(pixels, axis=0), axis=1)
    low = dct[:hash_size, :hash_size]
    bits = (low > np.median(low)).flatten()
    return f'{int("".join("1" if bit else "0" for bit in bits), 2):016x}'


def scene(height, width):
    y, x = np.mgrid[0:height, 0:width]
    planes = sum(random.uniform(10, 40) * np.sin(x * a / width + p) * np.cos(y * b / height + q)
                 for a, b, p, q in random.uniform(0, 20, (6, 4)))
    noise = random.normal(0, 3, (height, width, 3))
    return Image.fromarray((128 + planes[..., None] * random.uniform(0.5, 1, 3) + noise).clip(0, 255).astype(np.uint8))


def encoded(image, kind):
    file = io.BytesIO()
    image.save(file, kind)
    return base64.b64encode(file.getvalue()).decode()


pictures = []
for height, width, kind, hard in [(40, 50, 'PNG', False), (70, 33, 'PNG', False), (24, 20, 'PNG', False),
                                  (90, 120, 'JPEG', False), (64, 64, 'JPEG', False), (51, 37, 'PNG', True)]:
    image = scene(height, width)
    # Hard edges, so that the filter overshoots at both ends.
    file = encoded(image.point(lambda v: 255 if v > 128 else 0) if hard else image, kind)
    pictures.append(dict(file=file, hash=phash(Image.open(io.BytesIO(base64.b64decode(file))))))
flowers = json.load(open(path))['flowers'] if os.path.exists(path) else {}
if os.path.exists(data):
    with tarfile.open(os.path.join(data, 'flowers/flowers.tar')) as tar:
        # Those with a colour profile are left out: Pillow ignores it.
        images = ((member.name, Image.open(tar.extractfile(member))) for member in tar if member.isfile())
        plain = [(name, image) for name, image in images if 'icc_profile' not in image.info][::5]
        flowers = {name: phash(image) for name, image in plain}
with open(path, 'w') as file:
    json.dump(dict(pictures=pictures, flowers=flowers), file, separators=(',', ':'))
    file.write('\n')
