"""Writes arrays.json: what NumPy saves, in several types and orders. Needs numpy."""
import base64, io, json, os
import numpy as np

random = np.random.default_rng(9)


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return base64.b64encode(file.getvalue()).decode()


def values(array):
    if array.dtype.kind in 'US':
        return [text.decode() if isinstance(text, bytes) else text for text in array.ravel().tolist()]
    return array.ravel().astype(np.float64).tolist()


arrays = [random.normal(size=(3, 4)).astype(t) for t in ['<f4', '>f4', '<f8', '>f8', '<f2', '>f2']]
arrays += [random.integers(-100, 100, (2, 3, 2)).astype(t) for t in ['i1', '<i2', '>i2', '<i4', '>i4', '<i8', '>i8']]
arrays += [random.integers(0, 200, 5).astype(t) for t in ['u1', '<u2', '>u2', '<u4']]
arrays += [np.asfortranarray(random.normal(size=(2, 3, 4)).astype('<f4')), np.asfortranarray(np.arange(6, dtype='>i4').reshape(2, 3))]
arrays += [np.array([True, False, True]), np.float32(3.5) * np.ones(()), np.zeros((0, 4), '<f4'), np.arange(7, dtype='<f4')]
arrays += [np.array(['Katze', 'Hündin', '犬', '']), np.array(['a', 'bcd']).astype('>U3'), np.array([b'ab', b'c'])]
cases = [dict(descr=a.dtype.str, fortran=not a.flags.c_contiguous, shape=list(a.shape), file=npy(a), values=values(a)) for a in arrays]

x = {name: random.normal(size=(n, 2, 3)).astype('<f4') for name, n in [('train', 6), ('valid', 3), ('test', 2)]}
archives = {}
for name, save in [('stored', np.savez), ('compressed', np.savez_compressed)]:
    file = io.BytesIO()
    save(file, **x)
    archives[name] = base64.b64encode(file.getvalue()).decode()
refused = dict(objects=npy(np.array([{}, None], dtype=object)), complex=npy(np.ones(2, np.complex64)),
               records=npy(np.zeros(2, dtype=[('a', '<f4'), ('b', '<i4')])))
with open(os.path.join(os.path.dirname(__file__), 'arrays.json'), 'w') as file:
    json.dump(dict(cases=cases, archives=archives, refused=refused,
                   arrays={name: dict(shape=list(a.shape), values=values(a)) for name, a in x.items()}), file, separators=(',', ':'))
    file.write('\n')
